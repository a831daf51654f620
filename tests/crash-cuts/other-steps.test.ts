// The steps around a deployment, with the engine killed once at every point: nothing is sent twice, and no wait begins anew.
import { expect, test } from 'vitest';
import type { ExecutionFinished } from '../../src/execution/event.ts';
import { drive } from '../../src/execution/runner.ts';
import type { Scripts } from '../../src/execution/step.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { noClouds } from '../no-clouds.ts';
import { group, parallel, planOf, stage, step } from '../plan-builder.ts';
import { createProcess, type Process } from '../simulation/process.ts';
import { startedAt } from '../started-event.ts';
import { createVirtualClock } from '../virtual-clock.ts';

const barrier = (identifier: string) =>
  step(identifier, {
    type: 'Barrier',
    spec: { barrierRef: 'b' },
    meets: 'barrier b',
    timeoutMs: 3_600_000,
  });

const APPROVAL = {
  shell: 'Bash',
  source: { type: 'Inline', spec: { script: 'ask' } },
  retryInterval: '1m',
  scriptTimeout: '10s',
  approvalCriteria: { type: 'Jexl', spec: { expression: '<+output.state> == "yes"' } },
  outputVariables: [{ name: 'state', type: 'String', value: 'STATE' }],
};

const plan = planOf([
  stage('s', [
    step('turn', { type: 'Queue', spec: { key: 'db', scope: 'Stage' } }),
    parallel([
      group('x', [
        step('wait', { type: 'Wait', spec: { duration: '10m' }, timeoutMs: 3_600_000 }),
        barrier('bx'),
      ]),
      group('y', [barrier('by')]),
    ]),
    step('post', { type: 'Http', spec: { url: 'http://127.0.0.1/', method: 'POST' } }),
    step('board', { type: 'CustomApproval', spec: APPROVAL }),
    step('tell', { type: 'Email', spec: { subject: 'done', to: 'ada@example.com' } }),
  ]),
]);

interface Traces {
  posts: number;
  mails: number;
  readonly scripts: Map<string, number>;
}

/** Its life ends at the point of this number, and another process goes on. */
async function runCutAt(cut: number) {
  const clock = createVirtualClock(1_000);
  const journal = createMemoryJournal({ wallNow: clock.now });
  const id = await journal.create('sample', plan, startedAt(clock.now()));
  const traces: Traces = { posts: 0, mails: 0, scripts: new Map() };
  let points = 0;
  let result: ExecutionFinished | undefined;
  while (result === undefined) {
    const process = createProcess('life', { clock, journal }, () => {
      points += 1;
      return points === cut ? 'kill' : 'go on';
    });
    let isOver = false;
    const living = Promise.race([driveOnce(id, process, traces), process.death]).finally(() => {
      isOver = true;
    });
    await clock.drive(() => isOver, 86_400_000);
    result = (await living) ?? undefined;
  }
  return { result, points, traces, events: await journal.read(id, 0) };
}

async function driveOnce(
  id: string,
  process: Process,
  traces: Traces,
): Promise<ExecutionFinished | undefined> {
  const send = async <Answer>(count: () => void, answer: Answer): Promise<Answer> => {
    await process.pass('before sending');
    count();
    await process.pass('after sending');
    return answer;
  };
  const http = {
    send: () => send(() => void traces.posts++, { code: 200, headers: {}, body: 'fine' }),
  };
  const mailer = {
    addressesOf: () => [],
    send: () => send(() => void traces.mails++, { rejected: [] }),
  };
  const scripts: Scripts = {
    run: async (key) => {
      await process.pass('before a script');
      traces.scripts.set(key, (traces.scripts.get(key) ?? 0) + 1);
      const STATE = key.endsWith('run 2') ? 'yes' : 'open';
      return { status: 'exited', exitCode: 0, outputs: { STATE } };
    },
  };
  const driven = await drive({
    id,
    journal: process.journal,
    clock: process.clock,
    steps: createSteps({
      clouds: noClouds,
      policy: () => DEFAULT_POLICY,
      hash: (text) => text,
      http,
      mailer,
    }),
    scripts,
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: process.name,
    isGone: () => true,
    parkWhenIdle: false,
    pollMs: 60_000,
    leaseMs: 86_400_000,
  });
  return driven.status === 'finished' ? driven.result : undefined;
}

test('without a cut it succeeds, with one of everything', async () => {
  const { result, traces } = await runCutAt(0);
  expect(result.end).toBe('Success');
  expect([traces.posts, traces.mails, traces.scripts.size]).toEqual([1, 1, 2]);
});

test('cut at any point, nothing is sent twice, no wait begins anew, and only a lost answer is a failure', async () => {
  const { points } = await runCutAt(0);
  expect(points).toBeGreaterThan(50);
  let lost = 0;
  for (let cut = 1; cut <= points; cut++) {
    const { result, traces, events } = await runCutAt(cut);
    const where = `cut ${cut}`;
    expect(traces.posts, where).toBeLessThanOrEqual(1);
    expect(traces.mails, where).toBeLessThanOrEqual(1);
    const waited = events.find(
      (event) => event.type === 'WaitEnded' && event.path.endsWith('wait'),
    );
    expect(waited?.at, where).toBe(601_000);
    if (result.end === 'Success') continue;
    lost += 1;
    const failures = events.flatMap((event) =>
      event.type === 'AttemptFinished' && event.result.status === 'failed'
        ? [event.result.failure]
        : [],
    );
    expect(failures, where).toMatchObject([
      { type: 'Connectivity', message: expect.stringContaining('is not known') },
    ]);
  }
  expect(lost).toBeGreaterThan(0);
}, 120_000);
