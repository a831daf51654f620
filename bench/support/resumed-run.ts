// A process that takes up a run that nobody drives and says how long that took: `resumed-run.ts FILE ID TYPE [approve]`.
import type { Journal } from '../../src/execution/journal.ts';
import { judgeApproval } from '../../src/execution/signals.ts';
import { assert } from '../../src/lib/assert.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { driveRun } from './bench-drive.ts';

/** Memory is that of a process that looks after all runs of the file, before it takes one up. */
export interface Resumed {
  readonly rssMb: number;
  readonly untilNextStepMs: number;
}

const [file = '', id = '', type = '', approve] = process.argv.slice(2);

if (import.meta.main) await main();

async function main(): Promise<void> {
  const journal = openSqliteJournal({ file, wallNow: Date.now });
  await journal.claim('nobody', 0, 1);
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  const startedAt = performance.now();
  if (approve !== undefined) await approveGate(journal);
  await driveRun({
    id,
    journal,
    type,
    parkWhenIdle: false,
    run: () => {
      const resumed: Resumed = { rssMb, untilNextStepMs: performance.now() - startedAt };
      process.stdout.write(`${JSON.stringify(resumed)}\n`);
      process.kill(process.pid, 'SIGKILL');
      return new Promise<never>(() => {});
    },
  });
}

async function approveGate(journal: Journal): Promise<void> {
  const row = await journal.row(id);
  assert(row !== undefined, `there is no run ${id} in ${file}`);
  const plan = await journal.plan(row.planHash);
  const signal = { by: 'ann', groups: ['ops'], decision: 'approve', at: Date.now() } as const;
  await journal.signal(id, (events) => judgeApproval(events, plan, signal));
}
