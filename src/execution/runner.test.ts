// The runner with real journals in memory: effects, gates, parking, taking over and letting go.
import { expect, test } from 'vitest';
import { harness } from '../../tests/drive-harness.ts';
import { planOf, retry, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { CloudError } from '../cloud/cloud-error.ts';
import { sleep } from '../lib/clock.ts';
import type { Effect, StepContext, StepDefinition, StepResult } from './step.ts';
import { StepFailure } from './step.ts';

const done: StepResult = { status: 'succeeded', putBack: true };
const write = (changes: Partial<Effect<string>> = {}): Effect<string> => ({
  name: 'write',
  request: { weight: 50 },
  changesWorld: true,
  settleMs: 10_000,
  act: async () => 'written',
  readBack: async () => ({ applied: true, result: 'found' }),
  ...changes,
});
const types = async (from: { events(): Promise<readonly { type: string }[]> }) =>
  (await from.events()).map(({ type }) => type);

test('a run of two steps ends in Success, with few commits', async () => {
  const plan = planOf([stage('s', [step('a'), step('b')])]);
  const commits: number[] = [];
  const game = await harness(plan, async () => done);
  const result = await game.drive({ onEvents: (events) => commits.push(events.length) });
  expect(result).toMatchObject({ status: 'finished', result: { end: 'Success' } });
  expect(commits).toHaveLength(3);
});

test('a spec is filled with outputs of earlier steps and with secrets, which the log never shows', async () => {
  const spec = { text: '<+execution.steps.a.output.x>', token: '<+secrets.getValue("token")>' };
  const plan = planOf([stage('s', [step('a'), step('b', { spec })])]);
  const seen: unknown[] = [];
  const run = async (given: object, { path, log }: StepContext): Promise<StepResult> => {
    if (path.endsWith('a')) return { status: 'succeeded', output: { x: 7 } };
    seen.push(given);
    log('using hush');
    return done;
  };
  const game = await harness(plan, run, { token: 'hush' });
  await game.drive();
  expect(seen).toEqual([{ text: 7, token: 'hush' }]);
  expect(game.lines).toEqual(['s/steps/b: using **************']);
  expect(JSON.stringify(await game.events())).not.toContain('hush');
});

test('a name that nobody knows fails the step and says where it stands', async () => {
  const spec = { deep: ['<+execution.steps.nobody.output.x>'] };
  const game = await harness(planOf([stage('s', [step('a', { spec })])]), async () => done);
  await game.drive();
  const finished = (await game.events()).find(({ type }) => type === 'AttemptFinished');
  expect(JSON.stringify(finished)).toContain('spec.deep[0]');
});

test('a secret of several lines is in no line of the log, and in no message that is recorded', async () => {
  const spec = { key: '<+secrets.getValue("key")>' };
  const run: StepDefinition['run'] = async ({ key }, context) => {
    for (const line of String(key).split('\n')) context.log(`it reads: ${line}`);
    throw new StepFailure({ type: 'Verification', message: `refused: ${key}` });
  };
  const key = '-----BEGIN KEY-----\nc2VjcmV0\n-----END KEY-----';
  const game = await harness(planOf([stage('s', [step('a', { spec })])]), run, { key });
  await game.drive();
  const told = [...game.lines, JSON.stringify(await game.events())].join();
  expect(told).toContain('refused: ****');
  expect(told).not.toContain('c2VjcmV0');
});

test('an output that holds a secret fails its step, and the secret is nowhere in the journal', async () => {
  const spec = { text: '<+secrets.getValue("token")>' };
  const plan = planOf([stage('s', [step('a', { spec })])]);
  const run = async (): Promise<StepResult> => ({
    status: 'succeeded',
    output: { outputVariables: { safe: 'x', url: 'https://ada:t0p-s3cret@host' } },
  });
  const game = await harness(plan, run, { token: 't0p-s3cret' });
  expect(await game.drive()).toMatchObject({ result: { end: 'Failed' } });
  const told = JSON.stringify(await game.events());
  expect(told).toContain('The output \\"url\\" holds a secret');
  expect(told).not.toContain('t0p-s3cret');
});

test('a secret too short to be hidden is warned of', async () => {
  const spec = { text: '<+secrets.getValue("token")>' };
  const plan = planOf([stage('s', [step('a', { spec })])]);
  const game = await harness(plan, async () => done, { token: 'ab' });
  await game.drive();
  expect(game.lines).toEqual([expect.stringMatching(/Warning: .* fewer than 3 characters/)]);
});

test('a secret in the message of a gate is masked', async () => {
  const spec = { text: '<+secrets.getValue("token")>' };
  const run: StepDefinition['run'] = async ({ text }) => {
    const rules = { userGroups: ['ops'], minimumCount: 1, disallowPipelineExecutor: false };
    const approval = { message: `use ${text}`, disallowedUserEmails: [], review: null, ...rules };
    return { status: 'approval', approval };
  };
  const game = await harness(planOf([stage('s', [step('a', { spec })])]), run, { token: 'hush' });
  await game.drive();
  const told = JSON.stringify(await game.events());
  expect(told).toContain('ApprovalOpened');
  expect(told).not.toContain('hush');
});

test('an effect is intended, done once, and confirmed', async () => {
  let acts = 0;
  const act = async (): Promise<string> => {
    acts += 1;
    return 'written';
  };
  const game = await harness(planOf([stage('s', [step('a')])]), async (_spec, context) => {
    const result = await context.effect(write({ act }));
    return { status: 'succeeded', output: { result } };
  });
  await game.drive();
  expect(acts).toBe(1);
  expect(await types(game)).toEqual(
    expect.arrayContaining(['AttemptStarted', 'EffectIntended', 'EffectConfirmed']),
  );
});

test('a lost answer is read back after the settle time, and only a no allows a repeat', async () => {
  const calls: string[] = [];
  const effect = write({
    act: async () => {
      calls.push('act');
      if (calls.length < 4) throw new CloudError('unknown-outcome', 'Timeout', 'no answer');
      return 'written';
    },
    readBack: async () => {
      calls.push('read');
      return { applied: false };
    },
  });
  const game = await harness(planOf([stage('s', [step('a')])]), async (_spec, context) => {
    await context.effect(effect);
    return done;
  });
  const startedAt = game.clock.now();
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(calls).toEqual(['act', 'read', 'act', 'read', 'act']);
  expect(game.clock.now() - startedAt).toBe(20_000);
});

test.each([
  ['denied', 'Authorization'],
  ['throttled', 'Connectivity'],
  ['conflict', 'Unknown'],
] as const)('a write that is %s fails the step as %s', async (kind, type) => {
  const act = async (): Promise<string> => {
    throw new CloudError(kind, 'AccessDenied', 'no');
  };
  const game = await harness(planOf([stage('s', [step('a')])]), async (_spec, context) => {
    await context.effect(write({ act }));
    return done;
  });
  expect(await game.drive()).toMatchObject({ result: { end: 'Failed' } });
  const events = await game.events();
  const confirmed = events.find((event) => event.type === 'EffectConfirmed');
  expect(confirmed).toMatchObject({ outcome: 'not-applied' });
  const finished = events.find((event) => event.type === 'AttemptFinished');
  expect(finished).toMatchObject({ result: { failure: { type, message: 'no' } } });
});

test('a gate parks the run; an approval wakes it', async () => {
  const approval = {
    message: 'go?',
    userGroups: ['ops'],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: null,
  };
  const game = await harness(planOf([stage('s', [step('a')])]), async () => {
    return { status: 'approval', approval };
  });
  expect(await game.drive()).toEqual({ status: 'parked', wakeAt: 601_000 });
  await game.journal.signal(game.id, () => ({
    status: 'accepted',
    event: {
      at: 2_000,
      type: 'ApprovalDecided',
      path: 's/steps/a',
      attempt: 1,
      by: 'ada',
      decision: 'approve',
    },
  }));
  expect(await game.drive()).toMatchObject({ status: 'finished', result: { end: 'Success' } });
});

test('a driver that stays sees an abort within its poll, cancels the step and rolls back', async () => {
  const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r')])]);
  const run = async (_spec: object, context: StepContext): Promise<StepResult> => {
    if (context.path.endsWith('r')) return done;
    await context.effect(write());
    await sleep(context.clock, 500_000, context.signal);
    return done;
  };
  const game = await harness(plan, run);
  const driving = game.begin({ parkWhenIdle: false });
  await game.clock.advance(50_000);
  await game.journal.signal(game.id, () => ({
    status: 'accepted',
    event: { at: game.clock.now(), type: 'AbortRequested', by: 'ada', restore: true },
  }));
  await game.clock.advance(1_000);
  const result = { status: 'Aborted', end: 'RolledBack', cause: 'aborted' };
  expect(await driving).toMatchObject({ status: 'finished', result });
});

test('a step that overruns its time expires', async () => {
  const plan = planOf([stage('s', [step('a', { timeoutMs: 5_000 })])]);
  const game = await harness(plan, async (_spec, context) => {
    await sleep(context.clock, 60_000, context.signal);
    return done;
  });
  expect(await game.drive()).toMatchObject({ result: { status: 'Expired', end: 'Expired' } });
  expect(game.clock.now()).toBe(6_000);
});

test('a thrown step failure is an outcome that retries can answer', async () => {
  let attempts = 0;
  const plan = planOf([stage('s', [step('a', { failures: retry(2, 1_000) })])]);
  const game = await harness(plan, async () => {
    attempts += 1;
    if (attempts < 3) throw new StepFailure({ type: 'Connectivity', message: 'not yet' });
    return done;
  });
  expect((await game.drive()).status).toBe('parked');
  await game.clock.advance(1_000);
  await game.drive();
  await game.clock.advance(1_000);
  expect(await game.drive()).toMatchObject({ result: { end: 'Success' } });
  expect(attempts).toBe(3);
});

test('a defect in a step ends the drive, not the run', async () => {
  const game = await harness(planOf([stage('s', [step('a')])]), async () => {
    throw new TypeError('a bug');
  });
  await expect(game.drive()).rejects.toThrow('a bug');
  expect((await game.journal.row(game.id))?.phase).toBe('ready');
});

test('letting go stops waiting, records nothing, and leaves the rest to the next owner', async () => {
  const plan = planOf([stage('s', [step('a')])]);
  const reasons: unknown[] = [];
  let facts = 0;
  const run = async (_spec: object, context: StepContext): Promise<StepResult> => {
    if ((await context.fact('seen', '', ++facts)) === 1 && facts > 1) return done;
    await sleep(context.clock, 500_000, context.signal).catch((reason: unknown) => {
      reasons.push(reason);
      throw reason;
    });
    return done;
  };
  const game = await harness(plan, run);
  const stop = new AbortController();
  const driving = game.begin({ letGo: stop.signal });
  await game.clock.advance(1_000);
  const before = (await game.events()).length;
  stop.abort();
  await game.clock.advance(0);
  expect(await driving).toEqual({ status: 'let-go' });
  expect(reasons).toMatchObject([{ name: 'LetGo' }]);
  expect(await game.events()).toHaveLength(before);
  expect(await game.drive({ owner: 'next' })).toMatchObject({ result: { end: 'Success' } });
});

test('an intent left open by a killed process is read back, never blindly repeated', async () => {
  const calls: string[] = [];
  let isKilled = true;
  const effect = write({
    act: async () => {
      calls.push('act');
      return isKilled ? new Promise<never>(() => {}) : 'written';
    },
    readBack: async (request) => {
      calls.push(`read ${JSON.stringify(request)}`);
      return { applied: true, result: 'found' };
    },
  });
  const game = await harness(planOf([stage('s', [step('a')])]), async (_spec, context) => {
    return { status: 'succeeded', output: { result: await context.effect(effect) } };
  });
  const stop = new AbortController();
  const killed = game.begin({ letGo: stop.signal });
  await game.clock.advance(100);
  stop.abort();
  await game.clock.advance(0);
  await killed;
  isKilled = false;
  expect(await game.drive({ owner: 'next' })).toMatchObject({ result: { end: 'Success' } });
  expect(calls).toEqual(['act', 'read {"weight":50}']);
});
