// The watchdog's program: reads `+group` and `-group` lines, and kills what is left when its stdin closes.
import { createInterface } from 'node:readline';
import { killProcessGroup } from './process-watchdog.ts';

const guarded = new Set<number>();
for await (const line of createInterface({ input: process.stdin })) {
  const [, sign, digits] = /^([+-])(\d{1,10})$/.exec(line) ?? [];
  const processGroup = Number(digits);
  if (sign === '+' && processGroup > 1) guarded.add(processGroup);
  if (sign === '-') guarded.delete(processGroup);
}
for (const processGroup of guarded) killProcessGroup(processGroup, 'SIGKILL');
