// Scheduled tasks run in the group in service and in no other: after a success, and after a way back.
import { expect, test } from 'vitest';
import { bench, fail, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, groupDocument, LIVE_GROUP } from '../../tests/twin-world.ts';

const task = (cronExpression: string, isEnabled: boolean) => ({
  taskType: 'scale',
  scaleTargetCapacity: 3,
  cronExpression,
  isEnabled,
});
const withTasks = (tasks: readonly object[]) =>
  ({ ...groupDocument('shop', BLUE, 2), scheduling: { tasks } }) as ReturnType<
    typeof groupDocument
  >;
const OF_BLUE = [task('0 6 * * *', true), task('0 22 * * *', false)];
const OF_DOCUMENT = [task('0 7 * * *', true)];
const groups = [{ id: LIVE_GROUP, name: 'shop', document: withTasks(OF_BLUE) }];
const world = { groups };
const document = withTasks(OF_DOCUMENT);

function tasksOf(game: ReturnType<typeof bench>, id: (each: string) => boolean): unknown {
  const all = game.twin.spot.list({ minCreatedAt: 0 }) as readonly Record<string, unknown>[];
  const group = all.find((each) => id(String(each['id'])));
  return (group?.['scheduling'] as { tasks: unknown } | undefined)?.tasks;
}

test("after the last rung green follows the document, and blue's tasks are disabled", async () => {
  const game = bench({ world, document, steps: [setUp(), shiftProd(50), shiftProd(100)] });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  expect(tasksOf(game, (id) => id !== LIVE_GROUP)).toEqual(OF_DOCUMENT);
  expect(tasksOf(game, (id) => id === LIVE_GROUP)).toEqual(
    OF_BLUE.map((each) => ({ ...each, isEnabled: false })),
  );
});

test('before that green runs none of them, and blue runs its own', async () => {
  const game = bench({ world, document, steps: [setUp(), shiftProd(50)] });
  await game.run();
  expect(tasksOf(game, (id) => id !== LIVE_GROUP)).toEqual([task('0 7 * * *', false)]);
  expect(tasksOf(game, (id) => id === LIVE_GROUP)).toEqual(OF_BLUE);
});

test("a way back after the last rung gives blue's tasks back", async () => {
  const game = bench({ world, document, steps: [setUp(), shiftProd(100), fail()] });
  expect((await game.run()).end).toBe('RolledBack');
  expect(tasksOf(game, (id) => id === LIVE_GROUP)).toEqual(OF_BLUE);
});
