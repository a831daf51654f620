// What pages show of the clouds of a run, over a real twin: groups with their instances, the figures at a gate, and the way back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupSchema, wayBackSchema } from '../../src/api/schemas/run-parts.ts';
import { abortRun } from '../../src/app/abort-run.ts';
import { makeCloudHandlers } from '../../src/server/clouds/make-cloud-handlers.ts';
import { eventually } from '../eventually.ts';
import { asked, type DrivenRun, openShopRoom, type ShopRoom } from './shop-room.ts';

/** To the gate before prod's second rung, so that traffic stands on both. */
const GATES_OF_STAGE_AND_ONE = 3;
const WITHIN_MS = 90_000;

let bench: ShopRoom;
let handlers: ReturnType<typeof makeCloudHandlers>;

beforeAll(async () => {
  bench = await openShopRoom();
  handlers = makeCloudHandlers(bench.room);
}, WITHIN_MS);

afterAll(() => bench[Symbol.asyncDispose]());

const of = (run: DrivenRun) => ({ project: 'shop', run: run.id });

async function atGate(approvals: number): Promise<DrivenRun> {
  const run = await bench.start({ approvals });
  await eventually(
    'the gate',
    async () => {
      const opened = (await run.events()).filter(({ type }) => type === 'ApprovalOpened');
      return opened.length > approvals;
    },
    WITHIN_MS,
  );
  return run;
}

test('a run is looked at from its gate on to the end of its way back', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await atGate(GATES_OF_STAGE_AND_ONE);

  const cards = await handlers.readGroups(asked<'readGroups'>(of(run)));
  for (const card of cards) groupSchema.parse(card);
  const [green, blue] = cards;
  expect([green?.colour, green?.targetGroup, green?.healthy]).toEqual(['green', 'shop-b', 2]);
  expect([blue?.colour, blue?.targetGroup, blue?.healthy]).toEqual(['blue', 'shop-a', 2]);
  for (const instance of green?.instances ?? []) {
    expect(instance).toMatchObject({
      zone: expect.stringMatching(/^us-east-1/),
      type: expect.stringMatching(/small$/),
      lifeCycle: 'spot',
      health: 'healthy',
    });
  }

  const opened = (await run.events()).findLast((event) => event.type === 'ApprovalOpened');
  const gate = opened?.type === 'ApprovalOpened' ? opened.path : '';
  const review = await handlers.readReview(asked<'readReview'>(of(run), { query: { gate } }));
  expect(
    review?.targetGroups.map(({ colour, healthyTargets }) => [colour, healthyTargets.value]),
  ).toEqual([
    ['green', 2],
    ['blue', 2],
  ]);

  const back = wayBackSchema.parse(await handlers.readWayBack(asked<'readWayBack'>(of(run))));
  expect(back).toMatchObject({ kind: 'abort', expectedMs: null, measuredFrom: 0 });
  expect(back.steps.join('\n')).toMatch(/prod: shop-b 25 → 0, shop-a 75 → 100/);
  expect(back.steps.join('\n')).toMatch(/blue .*: 2 of 2 targets are healthy/);
  expect(back.steps.at(-1)).toMatch(/^green \(sig-\w+, 2 instances\)/);

  await abortRun(bench.room.engine, run.id, { restore: true, comment: undefined });
  expect(await run.ends()).toBe('RolledBack');
  bench.pass(10_000);
  const after = await handlers.readWayBack(asked<'readWayBack'>(of(run)));
  expect(after.kind).toBe('none');
  expect(after.says).toContain('it put everything back itself');
  const [goneGreen] = await handlers.readGroups(asked<'readGroups'>(of(run)));
  expect(goneGreen).toMatchObject({ capacity: null, instances: [] });
});

test('a run that has succeeded tells how a rollback of its own would go, and how long earlier ones took', {
  timeout: WITHIN_MS,
}, async () => {
  const run = await bench.start();
  expect(await run.ends()).toBe('Success');
  const back = await handlers.readWayBack(asked<'readWayBack'>(of(run)));
  expect(back).toMatchObject({ kind: 'rollback', measuredFrom: 1 });
  expect(back.steps.join('\n')).toMatch(/prod: shop-b 100 \/ shop-a 0 → shop-a 100 \/ shop-b 0/);
  expect(back.expectedMs).toBeGreaterThan(0);
  expect(back.expectedProofMs).toBeGreaterThan(back.expectedMs ?? 0);
});
