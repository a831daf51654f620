// A run that waits: prepared anew when its turn has come, and gone without a trace when it leaves.
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { planOf, stage, step } from '../../../tests/plan-builder.ts';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import type { World } from '../../execution/event.ts';
import { createMemoryJournal } from '../../store/memory/memory-journal.ts';
import type { Behind } from './behind.ts';
import { startExecution } from './start-execution.ts';
import { type Startable, type TurnRequest, waitForTurn } from './wait-for-turn.ts';

const RULE = 'arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/shop/1/2/3';
const world: World = { kind: 'aws', identity: { awsAccountId: '1', awsArn: 'ada', region: 'r' } };
const bob: World = { kind: 'aws', identity: { awsAccountId: '1', awsArn: 'bob', region: 'r' } };
const clock = createVirtualClock();

function shifting(weight: number, more: Partial<Startable> = {}): Startable {
  const plan = planOf([stage('s', [step('shift', { spec: { rule: RULE, weight } })])]);
  return { plan, planHash: `hash ${weight}`, world, ...more };
}

function bench() {
  const wall = { now: 0 };
  const journal = createMemoryJournal({ wallNow: () => wall.now });
  const told: (readonly Behind[])[] = [];
  const leaving = new AbortController();
  const request: TurnRequest<Startable> = {
    journal,
    owner: 'W',
    leaseMs: 30_000,
    startedBy: 'ada',
    clock,
    run: shifting(5),
    prepare: async () => shifting(5),
    waitMs: undefined,
    letGo: leaving.signal,
    onBehind: (behind) => void told.push(behind),
  };
  const hold = (run: Startable = shifting(5)) =>
    startExecution(journal, { run, startedBy: 'ada', clock });
  const end = async (id: string): Promise<void> => {
    const claim = await journal.claim('A', 0, 1_000, id);
    const finished = {
      type: 'ExecutionFinished',
      at: 1,
      status: 'Success',
      end: 'Success',
    } as const;
    if (claim) await journal.append(claim, 1, [{ ...finished, leftovers: [] }]);
  };
  const isQueued = async (): Promise<boolean> => (await journal.waiters()).length > 0;
  return { journal, wall, told, leaving, request, hold, end, isQueued };
}

test('with nobody in its way it starts at once, as it was prepared', async () => {
  const { request, told } = bench();
  const turn = await waitForTurn({
    ...request,
    prepare: () => Promise.reject(new Error('not asked')),
  });
  expect(turn).toMatchObject({ status: 'started', id: '1', hasWaited: false, changes: [] });
  expect(told).toEqual([]);
});

test('its first event names the folder of its project, with links resolved', async () => {
  const { hold, journal } = bench();
  const link = join(mkdtempSync(join(tmpdir(), 'penstock-')), 'link');
  symlinkSync(import.meta.dirname, link);
  await hold(shifting(5, { loaded: { folder: link } }));
  expect((await journal.read('1', 0))[0]).toMatchObject({ folder: import.meta.dirname });
});

test('its first event has the newest format, so that an older Penstock leaves it alone', async () => {
  const { hold, journal } = bench();
  await hold();
  expect((await journal.read('1', 0))[0]).toMatchObject({ format: 3 });
});

test('who acts does not matter: the same account is the same world', async () => {
  const { hold } = bench();
  await hold();
  expect(await hold(shifting(5, { world: bob }))).toMatchObject({ status: 'held' });
});

test('when its turn has come it is what it is then, and says what has changed', async () => {
  const { request, told, hold, end, isQueued, journal } = bench();
  await hold();
  const waiting = waitForTurn({ ...request, prepare: async () => shifting(10) });
  await eventually('the ticket', isQueued);
  await eventually('the word', () => told.length === 1);
  expect(told[0]).toMatchObject([{ execution: '1', state: 'stands still' }]);
  await end('1');
  expect(await waiting).toMatchObject({
    status: 'started',
    id: '2',
    hasWaited: true,
    changes: ['5 → 10 in shift'],
  });
  expect((await journal.row('2'))?.planHash).toBe('hash 10');
  expect(await isQueued()).toBe(false);
});

test('a guess never starts: it queues, and is decided when its turn has come', async () => {
  const { request, journal } = bench();
  const guess = shifting(1, { undecided: 'both target groups carry weight' });
  expect(await waitForTurn({ ...request, run: guess })).toMatchObject({
    status: 'started',
    changes: [],
  });
  expect((await journal.row('1'))?.planHash).toBe('hash 5');
});

test('what cannot be prepared when its turn has come leaves the queue', async () => {
  const { request, isQueued, journal } = bench();
  const guess = shifting(1, { undecided: 'both target groups carry weight' });
  const prepare = () => Promise.reject(new Error('it cannot be told'));
  await expect(waitForTurn({ ...request, run: guess, prepare })).rejects.toThrow('cannot be told');
  expect([await isQueued(), await journal.list()]).toEqual([false, []]);
});

test('who leaves, and who has waited long enough, leaves nothing', async () => {
  const { request, hold, isQueued, leaving, journal } = bench();
  await hold();
  const late = await waitForTurn({ ...request, waitMs: 1 });
  expect(late).toMatchObject({ status: 'late', behind: [{ execution: '1' }] });
  expect(await isQueued()).toBe(false);
  const waiting = waitForTurn(request);
  await eventually('the ticket', isQueued);
  leaving.abort();
  expect(await waiting).toEqual({ status: 'left' });
  expect([await isQueued(), (await journal.list()).length]).toEqual([false, 1]);
});

test('who stood still for longer than its lease queues again, behind who came meanwhile', async () => {
  const { request, hold, isQueued, wall, journal, leaving } = bench();
  await hold();
  const waiting = waitForTurn(request);
  await eventually('the ticket', isQueued);
  wall.now += 30_000;
  await eventually('the next ticket', async () => (await journal.waiters())[0]?.id === '2');
  leaving.abort();
  expect(await waiting).toEqual({ status: 'left' });
  expect(await isQueued()).toBe(false);
});
