// The resources of a project over a real twin: weights beside the journal's last word, locks, drift, and what may be emptied.
import { expect, test } from 'vitest';
import type { Resource } from '../../src/api/routes/plans.ts';
import { resourceSchema } from '../../src/api/routes/plans.ts';
import { makePlanHandlers } from '../../src/server/plans/make-plan-handlers.ts';
import { eventually } from '../eventually.ts';
import { asked, openShopRoom } from './shop-room.ts';

const WITHIN_MS = 90_000;
/** To the gate before prod's second rung. */
const APPROVALS = 3;

test('rules, target groups and groups are shown as they are, with who has them and what may go', {
  timeout: WITHIN_MS,
}, async () => {
  await using bench = await openShopRoom();
  const handlers = makePlanHandlers(bench.room);
  const read = async (): Promise<readonly Resource[]> => {
    bench.pass(10_000);
    const answer = await handlers.readResources(asked<'readResources'>({ project: 'shop' }));
    expect(answer.says).toEqual([]);
    for (const each of answer.resources) resourceSchema.parse(each);
    return answer.resources;
  };
  const named = (all: readonly Resource[], name: string): Resource | undefined =>
    all.find((each) => each.name === name);

  expect(await read()).toEqual([]);

  const run = await bench.start({ approvals: APPROVALS });
  await eventually(
    'the gate',
    async () => {
      const opened = (await run.events()).filter(({ type }) => type === 'ApprovalOpened');
      return opened.length > APPROVALS;
    },
    WITHIN_MS,
  );
  const atGate = await read();
  const prod = named(atGate, 'prod of shop');
  expect(prod).toMatchObject({ kind: 'rule', owner: '1', lockedBy: '1', drift: null });
  expect(prod?.says).toBe('Run 1 works on it, and no other run may meanwhile.');
  const shares = prod?.weights.map(({ name, aws, journal }) => [name, aws, journal]);
  expect(shares).toContainEqual(['shop-b', 25, 25]);
  expect(prod?.history.map(({ percent }) => percent)).toEqual([0, 25]);
  expect(named(atGate, 'shop-b')).toMatchObject({
    kind: 'target-group',
    healthy: 2,
    targets: 2,
    says: expect.stringMatching(/^It may not be emptied: .*the rule prod gives it 25 %/),
  });

  bench.twin.inject({
    kind: 'rule-edited',
    rule: prod?.id ?? '',
    weights: { 'shop-a': 60, 'shop-b': 40 },
  });
  await eventually('the drift', async () => named(await read(), 'prod of shop')?.drift !== null);
  const drifted = named(await read(), 'prod of shop');
  expect(drifted?.says).toMatch(/^Run 1 left shop-b 25 \/ shop-a 75; AWS has .*, which no run has/);
  expect(drifted?.drift?.since).toBeGreaterThan(0);
});

test('after a success the old group is the way back, and its target group may be emptied', {
  timeout: WITHIN_MS,
}, async () => {
  await using bench = await openShopRoom();
  const handlers = makePlanHandlers(bench.room);
  const run = await bench.start();
  expect(await run.ends()).toBe('Success');
  const { resources } = await handlers.readResources(asked<'readResources'>({ project: 'shop' }));
  const says = (name: string) => resources.find((each) => each.name === name)?.says;
  expect(says('prod of shop')).toBe('As run 1 left it.');
  expect(says('shop-a')).toBe('It may be emptied: no rule of its load balancers gives it weight.');
  expect(says('shop_production__STAGE__Harness')).toBe(
    'It is the way back of run 1, kept warm; a clean-up of that run removes it.',
  );
  expect(says('shop_production')).toMatch(/^It may not be removed: the rule prod gives it 100 %/);
  expect(resources.every(({ lockedBy }) => lockedBy === null)).toBe(true);
});

test('a twin that is gone is said, with its address', { timeout: WITHIN_MS }, async () => {
  await using bench = await openShopRoom();
  const handlers = makePlanHandlers(bench.room);
  const run = await bench.start({ approvals: 0 });
  await run.reaches(({ type }) => type === 'ApprovalOpened');
  await bench.twin.close();
  const answer = await handlers.readResources(asked<'readResources'>({ project: 'shop' }));
  expect(answer.resources).toEqual([]);
  expect(answer.says.join()).toContain(bench.twin.url);
});
