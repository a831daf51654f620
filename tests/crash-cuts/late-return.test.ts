// A run that stands still for most of a step's time: what already stands is kept, and nothing false is said of it.
import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { driveThrough, type Point } from './lives.ts';
import { matrixStory } from './matrix-story.ts';
import type { Scene } from './scene.ts';

/** Less than a weight must stand for, and enough for what is left of the step. */
const LEFT_MS = 90_000;

const story = matrixStory({ name: 'a deployment stands still', deployment: 'second' });

/** The straight run to the first point of this name in the step that moves all traffic of prod, and what was left of its time there. */
async function momentOf(name: string): Promise<{ number: number; leftMs: number }> {
  const scene = await story.begin();
  const { points } = await driveThrough(scene, { isCut: () => false, restMs: 0 });
  const isLast = ({ events }: Point): boolean => lastShiftAt(scene.events.slice(0, events)) > 0;
  const point = points.find((each) => each.name === name && isLast(each));
  scene.close();
  if (point === undefined) throw new Error(`there is no point ${name}`);
  return { number: point.number, leftMs: lastShiftAt(scene.events) - point.at };
}

/** When the time of the last shift is over; 0 before it. */
function lastShiftAt(events: readonly ExecutionEvent[]): number {
  const started = events.findLast(
    (event) => event.type === 'AttemptStarted' && event.path.includes('Prod_Shift[1]/Shift_Prod'),
  );
  return started?.type === 'AttemptStarted' ? started.deadlineAt : 0;
}

async function standStill(name: string): Promise<{ end: string; scene: Scene }> {
  const { number, leftMs } = await momentOf(name);
  const scene = await story.begin();
  const isCut = (point: Point): boolean => point.number === number;
  const { result } = await driveThrough(scene, { isCut, restMs: leftMs - LEFT_MS });
  scene.close();
  return { end: result.end, scene };
}

test('a deployment whose last rung is proven goes on to its end, however little of the time is left', async () => {
  const { end } = await standStill('before elastigroups.rename');
  expect(end).toBe('Success');
});

test('a weight that may have been written is not called unmoved', async () => {
  const { end, scene } = await standStill('after the effect of loadBalancers.writeActions');
  const failures = scene.events.flatMap((event) =>
    event.type === 'AttemptFinished' && event.result.status === 'failed'
      ? [event.result.failure.message]
      : [],
  );
  expect(failures.join('\n')).toContain('may have been written before this process took the run');
  expect(end).toBe('RolledBack');
  expect(scene.invariants.broken).toEqual([]);
});
