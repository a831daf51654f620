// What people are told when a group drains for a shorter time than its target group needs.
import { expect, test } from 'vitest';
import { bench, setUp } from '../../../tests/step-bench.ts';
import { BLUE, groupDocument, LIVE_GROUP } from '../../../tests/twin-world.ts';

function draining(seconds: number) {
  const document = groupDocument('shop', BLUE, 2);
  return {
    ...document,
    strategy: { ...(document['strategy'] as object), drainingTimeout: seconds },
  };
}

async function linesOf(options: { document?: number; blue?: number }): Promise<readonly string[]> {
  const document = draining(options.blue ?? 300) as ReturnType<typeof groupDocument>;
  const groups = [{ id: LIVE_GROUP, name: 'shop', document }];
  const game = bench({
    steps: [setUp()],
    world: { groups },
    document: draining(options.document ?? 300) as ReturnType<typeof groupDocument>,
  });
  await game.run();
  return game.lines.filter((line) => line.includes('drain'));
}

test('a document that drains too shortly is told, with what the new group gets instead', async () => {
  const lines = await linesOf({ document: 60 });
  expect(lines).toEqual([expect.stringMatching(/for 60 s.*after 300 s.*the new group gets 300 s/)]);
});

test('of the group in service it is told what is cut off one day, and where to change that', async () => {
  const lines = await linesOf({ blue: 120 });
  expect(lines).toEqual([expect.stringMatching(/^Warning: shop \(.*for 120 s.*cut off.*in Spot/)]);
});

test('groups that drain long enough are worth no word', async () => {
  expect(await linesOf({})).toEqual([]);
});
