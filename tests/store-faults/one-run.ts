// A process that drives one run of many small effects on a journal file, for tests that take its disk away.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { JournalFailure } from '../../src/execution/journal-failure.ts';
import { drive } from '../../src/execution/runner.ts';
import type { Effect, StepContext, StepResult } from '../../src/execution/step.ts';
import { sleep } from '../../src/lib/clock.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { group, planOf, stage, step } from '../plan-builder.ts';

/** What it says at last, in one line of JSON. */
export interface OneRunEnd {
  readonly status: string;
  readonly message?: string;
}

export const STEPS = 60;
const PAUSE_AT = 's/steps/g2/s5';
export const pauseFileOf = (cloud: string): string => `${cloud}.pause`;
const BUSY_MS = 200;
const [file = '', cloudFile = ''] = process.argv.slice(2);

if (import.meta.main) await main();

async function main(): Promise<void> {
  try {
    say(await run());
  } catch (error) {
    if (!(error instanceof JournalFailure)) throw error;
    say({ status: 'failed', message: error.message });
    process.exitCode = 1;
  }
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function run(): Promise<OneRunEnd> {
  const clock = createSystemClock();
  const journal = openSqliteJournal({ file, wallNow: Date.now, busyTimeoutMs: BUSY_MS });
  try {
    const driven = await drive({
      id: (await journal.list())[0]?.id ?? (await created(journal, clock.now())),
      journal,
      clock,
      steps: new Map([['Fake', { type: 'Fake', run: writeOnce }]]),
      scripts: { run: async () => ({ status: 'lost' }) },
      secrets: { read: () => undefined },
      logs: { write: () => {}, folder: () => '' },
      owner: 'the only one',
      leaseMs: 1_000,
      parkWhenIdle: false,
      onEvents: (events) => say({ acknowledged: events.map(({ type }) => type) }),
    });
    return { status: driven.status === 'finished' ? driven.result.end : driven.status };
  } finally {
    await journal.close();
  }
}

function created(journal: ReturnType<typeof openSqliteJournal>, at: number): Promise<string> {
  const steps = Array.from({ length: STEPS / 10 }, (_, place) =>
    group(
      `g${place}`,
      Array.from({ length: 10 }, (_, inner) => step(`s${inner}`)),
    ),
  );
  return journal.create('one', planOf([stage('s', steps)]), {
    at,
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'one',
    pipeline: 'one',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ada',
    bound: [],
  });
}

/** The cloud is a file of lines on another disk: a write appends its step's path, whatever is there. */
async function writeOnce(_spec: object, context: StepContext): Promise<StepResult> {
  const done = (): boolean =>
    existsSync(cloudFile) && readFileSync(cloudFile, 'utf8').split('\n').includes(context.path);
  const effect: Effect<null> = {
    name: 'write',
    request: { of: 'x'.repeat(500) },
    changesWorld: true,
    settleMs: 1,
    act: async () => {
      appendFileSync(cloudFile, `${context.path}\n`);
      return null;
    },
    readBack: async () => (done() ? { applied: true, result: null } : { applied: false }),
  };
  if (context.path === PAUSE_AT) await pause(context);
  await context.effect(effect);
  return { status: 'succeeded' };
}

/** Half-way the run waits for as long as a test wants it to. */
async function pause(context: StepContext): Promise<void> {
  if (existsSync(pauseFileOf(cloudFile))) say({ paused: true });
  while (existsSync(pauseFileOf(cloudFile))) await sleep(context.clock, 10, context.signal);
}
