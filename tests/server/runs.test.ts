// Deployments on a real twin through the API: started, decided, watched, put back, and listed.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError } from '../../src/api/client.ts';
import { runPageSchema } from '../../src/api/schemas/run-page.ts';
import { runInListSchema, stepSchema } from '../../src/api/schemas/run-parts.ts';
import { queueTable } from '../../src/server/runs/queue-table.ts';
import { openDatabase } from '../../src/server/store/open-database.ts';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom, PROJECT } from './open-room.ts';

const WITHIN_MS = 90_000;
let bench: OpenRoom;

beforeAll(async () => {
  bench = await openRoom();
});

afterAll(() => bench[Symbol.asyncDispose]());

const of = (run: string) => ({ project: PROJECT, run });

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return `${error.problem.status} ${error.problem.detail}`;
    throw error;
  }
  return 'done';
}

async function gateOf(run: string) {
  return await eventually('a gate', async () => (await bench.page(run)).gates[0], WITHIN_MS);
}

test('a deployment goes from its start to its end by words through the API, and back again', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  const gate = await gateOf(run);
  const page = runPageSchema.parse(await bench.page(run));
  expect(page).toMatchObject({
    project: PROJECT,
    run,
    status: 'Running',
    tone: 'person',
    driver: 'this server',
    standsStill: false,
    waiting: { who: 'person' },
    startedBy: 'open',
  });
  expect(page.speed).toBe(240);
  const { items } = await bench.client.call('listRuns', { params: { project: PROJECT } });
  expect(runInListSchema.parse(items[0])).toMatchObject({ run, asks: [{ kind: 'gate' }] });

  const body = { decision: 'approve', gate: gate.path } as const;
  const decide = (more: object) =>
    bench.client.call('decideGate', { params: of(run), body: { ...body, ...more } });
  expect(await refusal(decide({ attempt: gate.attempt + 1 }))).toMatch(
    /^409 You looked at attempt 2/,
  );
  expect(await refusal(decide({ planHash: 'f'.repeat(64) }))).toMatch(
    /^409 You looked at the plan/,
  );
  const both = await Promise.all([refusal(decide({})), refusal(decide({}))]);
  expect(both.toSorted()).toEqual([expect.stringMatching(/^409 .* Nothing was done/), 'done']);

  const ended = await bench.approveUntil(run, ({ status }) => status !== 'Running');
  expect(ended).toMatchObject({ status: 'Success', waiting: null, driver: null });
  expect(ended.sentence).toContain('All traffic is on green');
  expect(ended.times.spans.length).toBeGreaterThan(3);
  expect(ended.chart.set.length).toBeGreaterThan(3);
  expect(await bench.line(run)).toMatchObject({ status: 'Success', percent: 100, rungsDone: 3 });
  const steps = await bench.client.call('readSteps', { params: of(run) });
  expect(steps.map((each) => stepSchema.parse(each)).length).toBeGreaterThan(10);
  const events = await bench.client.call('listEvents', { params: of(run), query: { limit: 7 } });
  expect([events.events.length, events.next]).toEqual([7, 7]);

  const back = await bench.client.call('rollBack', { params: of(run), body: {} });
  const rolled = await bench.approveUntil(back.run ?? '', ({ status }) => status !== 'Running');
  expect(rolled).toMatchObject({ status: 'Success', follows: { kind: 'rollback', run } });
  expect(rolled.sentence).toContain('exactly as before');
});

test('roll back now ends a run that goes on and puts everything back', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  await bench.approveUntil(run, ({ share }) => (share?.percent ?? 0) > 0);
  const said = await bench.client.call('rollBack', { params: of(run), body: { comment: 'slow' } });
  expect(said).toMatchObject({ run, queuedBehind: [] });
  const ended = await bench.approveUntil(run, ({ status }) => status !== 'Running');
  expect(ended).toMatchObject({ status: 'RolledBack', cause: 'aborted', tone: 'back' });
  expect(ended.restored.every(({ outcome }) => outcome === 'restored')).toBe(true);
  const again = await refusal(bench.client.call('rollBack', { params: of(run), body: {} }));
  expect(again).toMatch(/put everything back itself/);
});

test('a run that is paused begins nothing new until it is let go on', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  const gate = await gateOf(run);
  await bench.client.call('pauseRun', { params: of(run), body: { comment: 'lunch' } });
  const paused = await bench.page(run);
  expect(paused.isPaused).toMatchObject({ by: 'open' });
  expect(await bench.line(run)).toMatchObject({ isPaused: true });
  await bench.client.call('decideGate', {
    params: of(run),
    body: { decision: 'approve', gate: gate.path },
  });
  await bench.client.call('unpauseRun', { params: of(run), body: {} });
  await bench.approveUntil(run, ({ share }) => (share?.percent ?? 0) > 0);
  await bench.client.call('abortRun', { params: of(run), body: { restore: true } });
  const ended = await bench.approveUntil(run, ({ status }) => status !== 'Running');
  expect(ended.status).toBe('RolledBack');
});

test('a start waits behind who works on the same rules, also over a restart, or is withdrawn', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  await gateOf(run);
  const wanted = { pipeline: 'pipeline.yaml', on: 'twin', twinUrl: bench.twinUrl } as const;
  const start = () => bench.client.call('startRun', { params: { project: PROJECT }, body: wanted });
  const queued = async () =>
    (await bench.client.call('listRuns', { params: { project: PROJECT } })).items.filter(
      ({ status }) => status === 'Queued',
    );
  expect(await start()).toMatchObject({ run: null, queuedBehind: [`run ${run}`] });
  expect(await start()).toMatchObject({ run: null });
  const [first, second] = await queued();
  expect(first).toMatchObject({ pipeline: 'Deploy the shop', waitsFor: [`run ${run}`] });
  await bench.client.call('abortRun', {
    params: of(second?.run ?? ''),
    body: { restore: false },
  });
  await eventually('one to be left', async () => (await queued()).length === 1);

  await bench.restart();
  await eventually('it to wait again', async () => (await queued()).length === 1);
  await bench.client.call('abortRun', { params: of(run), body: { restore: true } });
  await bench.approveUntil(run, ({ status }) => status !== 'Running');
  const next = String(Number(run) + 1);
  await eventually('the next run', async () => (await bench.line(next)) !== undefined, WITHIN_MS);
  await eventually('an empty queue', async () => (await queued()).length === 0);
  await bench.client.call('abortRun', { params: of(next), body: { restore: true } });
  await bench.approveUntil(next, ({ status }) => status !== 'Running');
  expect(await bench.line(String(Number(next) + 1))).toBeUndefined();
});

test('a start that a dead server may have begun is not begun again', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.startRun();
  await bench.client.call('abortRun', { params: of(run), body: { restore: true } });
  await bench.approveUntil(run, ({ status }) => status !== 'Running');
  const body = {
    pipeline: 'pipeline.yaml',
    on: 'twin',
    inputs: {},
    inputSets: [] as string[],
  } as const;
  const request = {
    kind: 'run',
    body: { ...body, twinUrl: bench.twinUrl, adoptUnmanaged: false },
  } as const;
  await bench.restart(() => {
    const database = openDatabase(join(bench.state.path, 'control-room.sqlite'));
    const start = { project: PROJECT, request, startedBy: 'open', queuedAt: 0 } as const;
    queueTable(database).markTurn(queueTable(database).add(start), Number(run) - 1);
    database.close();
  });
  const left = () => {
    const database = openDatabase(join(bench.state.path, 'control-room.sqlite'));
    const { length } = queueTable(database).all();
    database.close();
    return length === 0;
  };
  await eventually('the queue to be empty', left);
  expect(await bench.line(String(Number(run) + 1))).toBeUndefined();
});

test('the list comes in parts, filtered as it is asked for', async () => {
  const params = { project: PROJECT };
  const whole = await bench.client.call('listRuns', { params });
  const first = await bench.client.call('listRuns', { params, query: { limit: 2 } });
  const cursor = first.next ?? '';
  const rest = await bench.client.call('listRuns', { params, query: { cursor } });
  expect([...first.items, ...rest.items].map(({ run }) => run)).toEqual(
    whole.items.map(({ run }) => run),
  );
  const query = { status: 'success' };
  const ended = await bench.client.call('listRuns', { params, query });
  expect(new Set(ended.items.map(({ status }) => status))).toEqual(new Set(['Success']));
  const odd = bench.client.call('listRuns', { params, query: { cursor: 'x' } });
  expect(await refusal(odd)).toMatch(/^400 "x" is no place/);
});

test('what is not there is not found, and nothing outside of the project is read', async () => {
  const page = bench.client.call('readRun', { params: of('999') });
  expect(await refusal(page)).toMatch(/^404 There is no run 999/);
  for (const pipeline of ['../../etc/passwd', '/etc/passwd', 'nothing.yaml']) {
    const body = { pipeline, on: 'twin', twinUrl: bench.twinUrl } as const;
    const started = bench.client.call('startRun', { params: { project: PROJECT }, body });
    expect(await refusal(started)).toMatch(/^404 The project "Shop" has no file/);
  }
});
