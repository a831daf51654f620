// Time that passes while no process drives a run counts: two processes on one SQLite file, hours apart.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Journal } from '../../src/execution/journal.ts';
import { type DriveResult, drive } from '../../src/execution/runner.ts';
import { judgeApproval } from '../../src/execution/signals.ts';
import type { StepContext, StepDefinition, StepResult } from '../../src/execution/step.ts';
import { sleep } from '../../src/lib/clock.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { planOf, retry, stage, step } from '../plan-builder.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let folder: string;
let clock: VirtualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-restarts-'));
  clock = createVirtualClock(Date.UTC(2026, 0, 5, 9), 30);
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): Journal {
  return openSqliteJournal({ file: join(folder, 'journal.sqlite'), wallNow: clock.now });
}

async function created(plan: Plan): Promise<void> {
  const journal = open();
  await journal.create('p', plan, {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'p',
    pipeline: 'sample',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ada',
    bound: [],
  });
  await journal.close();
}

/** A process that drives until the end, or until it is killed after so long. */
async function live(run: StepDefinition['run'], forMs: number): Promise<DriveResult | 'killed'> {
  const journal = open();
  let result: DriveResult | undefined;
  const driving = drive({
    id: '1',
    journal,
    clock,
    steps: new Map([['Fake', { type: 'Fake', run }]]),
    scripts: { run: async () => ({ status: 'lost' }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'a process',
    isGone: () => true,
    leaseMs: 20_000,
    pollMs: 5_000,
    parkWhenIdle: false,
  }).then(
    (ended) => {
      result = ended;
    },
    () => undefined,
  );
  const until = clock.now() + forMs;
  await clock.drive(() => result !== undefined || clock.now() >= until, forMs + MINUTE_MS);
  await journal.close();
  await clock.advance(30_000);
  await driving;
  return result ?? 'killed';
}

const gate = async (): Promise<StepResult> => ({
  status: 'approval',
  approval: {
    message: 'go on?',
    userGroups: ['ops'],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: null,
  },
});

const working = async (_spec: object, context: StepContext): Promise<StepResult> => {
  await sleep(context.clock, 10 * HOUR_MS, context.signal);
  return { status: 'succeeded' };
};

test('an approval expires while nobody runs, and comes too late then', async () => {
  const plan = planOf([stage('s', [step('gate', { timeoutMs: HOUR_MS })])]);
  await created(plan);
  expect(await live(gate, 10 * MINUTE_MS)).toBe('killed');
  await clock.advance(2 * HOUR_MS);
  const journal = open();
  const late = { by: 'ann', groups: ['ops'], decision: 'approve', at: clock.now() } as const;
  expect(await journal.signal('1', (events) => judgeApproval(events, plan, late))).toMatchObject({
    refusal: { code: 'expired' },
  });
  await journal.close();
  expect(await live(gate, MINUTE_MS)).toMatchObject({ result: { end: 'Expired' } });
});

test('an approval that was given in time counts, however late somebody runs again', async () => {
  const plan = planOf([stage('s', [step('gate', { timeoutMs: HOUR_MS })])]);
  await created(plan);
  await live(gate, 10 * MINUTE_MS);
  const journal = open();
  const signal = { by: 'ann', groups: ['ops'], decision: 'approve', at: clock.now() } as const;
  await journal.signal('1', (events) => judgeApproval(events, plan, signal));
  await journal.close();
  await clock.advance(5 * HOUR_MS);
  expect(await live(gate, MINUTE_MS)).toMatchObject({ result: { end: 'Success' } });
});

test('the time-out of a step counts from its first start over restarts', async () => {
  await created(planOf([stage('s', [step('work', { timeoutMs: 30 * MINUTE_MS })])]));
  const startedAt = clock.now();
  expect(await live(working, 10 * MINUTE_MS)).toBe('killed');
  expect(await live(working, 10 * MINUTE_MS)).toBe('killed');
  expect(await live(working, HOUR_MS)).toMatchObject({ result: { end: 'Expired' } });
  expect(clock.now() - startedAt).toBeLessThan(32 * MINUTE_MS);
});

test('a time-out that passed while nobody ran is noticed at once', async () => {
  await created(planOf([stage('s', [step('work', { timeoutMs: 30 * MINUTE_MS })])]));
  await live(working, 10 * MINUTE_MS);
  await clock.advance(3 * HOUR_MS);
  expect(await live(working, MINUTE_MS)).toMatchObject({ result: { end: 'Expired' } });
});

test('a retry that came due while nobody ran is made at once', async () => {
  const plan = planOf([stage('s', [step('work', { failures: retry(1, 20 * MINUTE_MS) })])]);
  await created(plan);
  const failsOnce = async (_spec: object, { attempt }: StepContext): Promise<StepResult> =>
    attempt === 1
      ? { status: 'failed', failure: { type: 'Connectivity', message: 'not yet' } }
      : { status: 'succeeded' };
  expect(await live(failsOnce, 5 * MINUTE_MS)).toBe('killed');
  await clock.advance(HOUR_MS);
  expect(await live(failsOnce, MINUTE_MS)).toMatchObject({ result: { end: 'Success' } });
});
