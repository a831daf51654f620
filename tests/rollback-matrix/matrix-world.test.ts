// What the matrix takes for granted: the calls that runs make, and the worlds that deployments leave.
import { describe, expect, test } from 'vitest';
import { type Origin, rollbackCalls, setupCalls, swapCalls } from './calls.ts';
import { ORIGIN_TROUBLE } from './cells.ts';
import { type Deployment, pictureNames, worldOf } from './matrix-world.ts';
import type { NamedCall } from './named-calls.ts';
import { runCase } from './run-case.ts';

const DEPLOYMENTS: readonly Deployment[] = ['first', 'second', 'third'];
const ORIGINS = Object.keys(ORIGIN_TROUBLE) as Origin[];

const namesOf = (calls: readonly NamedCall[]): string[] => calls.map(({ name }) => name).sort();
const sorted = (calls: ReadonlySet<string> | undefined): string[] => [...(calls ?? [])].sort();

describe.each(DEPLOYMENTS)('a %s deployment', (deployment) => {
  test('makes the calls that the matrix stands in the way of', async () => {
    const { calls, end } = await runCase({ deployment, trouble: {} });
    expect(end).toBe('Success');
    expect(sorted(calls.get('Set_Up_Green'))).toEqual(namesOf(setupCalls(deployment)));
    expect(sorted(calls.get('prod-100'))).toEqual(
      expect.arrayContaining(namesOf(swapCalls(deployment))),
    );
  });

  test.each(ORIGINS)('goes back after %s with the calls that are listed', async (origin) => {
    const listed = namesOf(rollbackCalls(deployment, origin));
    const { calls } = await runCase({ deployment, trouble: ORIGIN_TROUBLE[origin] });
    if (listed.length > 0) expect(sorted(calls.get('Roll_Back_Elastigroup'))).toEqual(listed);
    else expect(deployment, 'nothing was left to be deleted').not.toBe('third');
  });
});

test.each([
  ['first', 'second'],
  ['second', 'third'],
] as const)('a %s deployment leaves the groups with which a %s one begins', async (one, next) => {
  const { after } = await runCase({ deployment: one, trouble: {} });
  expect(pictureNames(after)).toEqual(
    worldOf(next)
      .groups.map(({ name }) => name)
      .sort(),
  );
});
