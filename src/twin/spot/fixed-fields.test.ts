// Updates as Spot merges them, and what they cannot change.
import { expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, GREEN, groupDocument, LIVE_GROUP } from '../../../tests/twin-world.ts';

test('what is absent stays, null deletes, lists are replaced whole', () => {
  const { twin } = twinBench();
  twin.spot.update(LIVE_GROUP, { description: 'old', strategy: { risk: null } });
  twin.spot.update(LIVE_GROUP, {
    description: null,
    compute: { instanceTypes: { spot: ['m5.large'] }, availabilityZones: [{ name: 'us-east-1b' }] },
  });
  const [group] = twin.spot.read(LIVE_GROUP);
  expect(group).not.toHaveProperty('description');
  expect(group?.['strategy']).toEqual({
    availabilityVsCost: 'balanced',
    drainingTimeout: 300,
    fallbackToOd: true,
  });
  expect(group?.['compute']).toMatchObject({
    instanceTypes: { ondemand: 't3.small', spot: ['m5.large'] },
    availabilityZones: [{ name: 'us-east-1b' }],
    launchSpecification: { healthCheckType: 'TARGET_GROUP' },
  });
});

test('null in a new group is as good as nothing', () => {
  const { twin } = twinBench();
  const [made] = twin.spot.create({ ...groupDocument('green', GREEN, 1), description: null });
  expect(made).not.toHaveProperty('description');
});

test('ids and times of a document that comes back are left alone', () => {
  const { twin } = twinBench();
  const [before] = twin.spot.read(LIVE_GROUP);
  const [after] = twin.spot.update(LIVE_GROUP, { id: 'sig-other', createdAt: '2020-01-01' });
  expect(after).toMatchObject({ id: before?.['id'], createdAt: before?.['createdAt'] });
});

test.each([
  ['region', { region: 'eu-west-1' }],
  ['compute.product', { compute: { product: 'Windows' } }],
  ['compute.product', { compute: { product: null } }],
  ['capacity.unit', { capacity: { unit: 'weight' } }],
])('%s cannot be changed', (field, change) => {
  const { twin } = twinBench();
  const before = twin.spot.read(LIVE_GROUP);
  expect(() => twin.spot.update(LIVE_GROUP, change)).toThrow(`${field} cannot be changed`);
  expect(twin.spot.read(LIVE_GROUP)).toEqual(before);
});

test('a whole document that changes none of them is taken', () => {
  const { twin } = twinBench();
  const document = { ...groupDocument('shop', BLUE, 3), description: 'new' };
  expect(twin.spot.update(LIVE_GROUP, document)).toMatchObject([{ description: 'new' }]);
});
