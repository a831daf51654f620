// A question that only a person may answer, before something that moves traffic or removes something.
import { createInterface } from 'node:readline/promises';
import { Refusal } from '../app/refusal.ts';
import type { Output } from './output.ts';

/** Shows what would happen and asks; without a terminal only `--yes` says yes. Throws `Refusal` when nobody does. */
export async function confirm(
  lines: readonly string[],
  { isYes, question }: { readonly isYes: boolean; readonly question: string },
  output: Output,
): Promise<void> {
  for (const line of lines) output.isJson ? output.note(line) : output.say(line);
  if (isYes) return;
  if (!output.isTerminal) {
    throw new Refusal(
      'usage',
      'That needs a yes: give --yes, or run it in a terminal and answer there. Nothing was started, and no traffic was moved.',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new Refusal('usage', 'Nothing was started, and no traffic was moved.');
}
