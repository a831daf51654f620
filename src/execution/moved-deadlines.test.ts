// The time of a step while nobody drives the run: a rollback step gets it back, any other does not.
import { expect, test } from 'vitest';
import { harness } from '../../tests/drive-harness.ts';
import { type Build, planOf, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { sleep } from '../lib/clock.ts';
import type { StepContext, StepResult } from './step.ts';

const MINUTE = 60_000;
const WORK_MS = 50_000;
const broken: StepResult = { status: 'failed', failure: { type: 'Unknown', message: 'broken' } };

/** Each life works for 20 s and dies, and for 10 minutes nobody goes on; the last one has its way. */
async function livesOf(plan: ReturnType<typeof planOf>, worker: string, deaths: number) {
  const deadlines: number[] = [];
  let startedAt = 0;
  const run = async (_spec: object, context: StepContext): Promise<StepResult> => {
    if (!context.path.endsWith(worker)) return broken;
    if (deadlines.length === 0) startedAt = context.clock.now();
    deadlines.push(context.deadlineAt - startedAt);
    await sleep(context.clock, 20_000, context.signal);
    await context.fact('life', String(deadlines.length), null);
    await sleep(context.clock, WORK_MS - 20_000, context.signal);
    return { status: 'succeeded' };
  };
  const game = await harness(plan, run);
  for (let death = 0; death < deaths; death++) {
    const stop = new AbortController();
    const life = game.begin({ letGo: stop.signal });
    await game.clock.advance(20_000);
    stop.abort();
    await game.clock.advance(0);
    await life;
    await game.clock.advance(10 * MINUTE);
  }
  await game.drive();
  const result = (await game.events()).find(
    (event) => event.type === 'AttemptFinished' && event.path.endsWith(worker),
  );
  return { deadlines, result };
}

const failing: Build = step('fails', { failures: STAGE_ROLLBACK });
const worker: Build = step('works', { timeoutMs: 3 * MINUTE });

test('a rollback step whose owners die again and again ends all the same', async () => {
  const plan = planOf([stage('s', [failing], [worker])]);
  const { deadlines, result } = await livesOf(plan, 'works', 4);
  expect(deadlines).toEqual([3, 13, 23, 33, 43].map((minutes) => minutes * MINUTE));
  expect(result).toMatchObject({ result: { status: 'succeeded' } });
});

test('a step that puts nothing back runs out of time while nobody drives', async () => {
  const { deadlines, result } = await livesOf(planOf([stage('s', [worker])]), 'works', 1);
  expect(new Set(deadlines)).toEqual(new Set([3 * MINUTE]));
  expect(result).toMatchObject({ result: { status: 'expired' } });
});
