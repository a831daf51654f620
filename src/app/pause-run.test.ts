// A person's word that a run shall hold or go on: who may say it when, and what they are told.
import { describe, expect, test } from 'vitest';
import { planOf, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { Plan } from '../plan/plan.ts';
import { createMemoryJournal } from '../store/memory/memory-journal.ts';
import { pauseRun, unpauseRun } from './pause-run.ts';
import { createSystemClock } from './system-clock.ts';

const plan = planOf([
  stage('s', [step('a', { failures: STAGE_ROLLBACK }), step('b')], [step('back')]),
]);
const A = { path: 's/steps/a', attempt: 1 };
const silent = { comment: undefined };
const ada = { name: 'ada', groups: [] };

async function runOf(of: Plan = plan, then: (at: number) => readonly ExecutionEvent[] = () => []) {
  const { now } = createSystemClock();
  const at = now();
  const journal = createMemoryJournal({ wallNow: now });
  const world = { kind: 'aws', identity: {} } as const;
  const id = await journal.create('hash', of, {
    ...startedAt(at),
    type: 'ExecutionStarted',
    world,
  });
  const claim = await journal.claim('test', at, 60_000, id);
  if (claim === undefined) throw new Error('the run is not free');
  await journal.append(claim, 1, [
    { at, type: 'NodeStarted', path: '' },
    { at, type: 'NodeStarted', path: 's' },
    { at, type: 'NodeStarted', path: 's/steps' },
    { at, type: 'AttemptStarted', ...A, deadlineAt: at + 600_000 },
    ...then(at),
  ]);
  const look = async () => ({ plan: of, events: await journal.read(id, 0) });
  return { id, engine: { journal, look } };
}

describe('A run that goes on', () => {
  test('is paused by whoever says so, and says it', async () => {
    const { id, engine } = await runOf();
    const actor = { name: 'Ada Byron', groups: [] };
    const paused = await pauseRun(engine, id, { comment: 'lunch', actor });
    expect(paused).toMatchObject({ status: 'accepted', by: 'Ada Byron' });
    const said =
      /^Paused by Ada Byron since \d\d:\d\d:\d\d UTC: "lunch"\. Prod stands on blue\. Now: a\.$/;
    expect(paused).toHaveProperty('sentence', expect.stringMatching(said));
    expect((await engine.look()).events.at(-1)).toMatchObject({ type: 'PauseRequested' });
  });

  test('is paused once, and let go on once', async () => {
    const { id, engine } = await runOf();
    await pauseRun(engine, id, { comment: undefined, actor: ada });
    const again = await pauseRun(engine, id, silent);
    expect(again).toMatchObject({ status: 'refused', reason: 'already-paused' });
    expect(again).toHaveProperty(
      'message',
      expect.stringContaining('ada has paused run 1 already'),
    );
    expect(await unpauseRun(engine, id, silent)).toMatchObject({ status: 'accepted' });
    const nothing = await unpauseRun(engine, id, silent);
    expect(nothing).toMatchObject({ status: 'refused', reason: 'not-paused' });
  });
});

describe('Nothing holds', () => {
  const broken = (at: number): readonly ExecutionEvent[] => [
    {
      at,
      type: 'AttemptFinished',
      ...A,
      result: { status: 'failed', failure: { type: 'Unknown', message: 'it broke' } },
    },
    { at, type: 'NodeFinished', path: A.path, status: 'Failed', directive: 'stage-rollback' },
    { at, type: 'NodeFinished', path: 's/steps', status: 'Failed', directive: 'stage-rollback' },
    { at, type: 'RollbackStarted', path: 's', cause: 'failed' },
    { at, type: 'NodeStarted', path: 's/rollback' },
    { at, type: 'AttemptStarted', path: 's/rollback/back', attempt: 1, deadlineAt: at + 600_000 },
  ];

  test.each([
    ['a way back', plan, broken, 'going-back'],
    [
      'an abort',
      plan,
      (at: number) => [{ at, type: 'AbortRequested', by: 'ada', restore: true } as const],
      'aborting',
    ],
    [
      'the rollback of an earlier run',
      { ...plan, followUp: { kind: 'rollback', execution: '1' } } as Plan,
      () => [],
      'follows-another',
    ],
  ] as const)('%s', async (_what, of, then, reason) => {
    const { id, engine } = await runOf(of, then);
    const refused = await pauseRun(engine, id, silent);
    expect(refused).toMatchObject({ status: 'refused', reason });
    expect(refused).toHaveProperty(
      'message',
      expect.stringMatching(/Nothing was done\. Prod stands/),
    );
    expect((await engine.look()).events.at(-1)?.type).not.toBe('PauseRequested');
  });
});
