// Scaling policies that are suspended for a while, and resumed.
import { expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import { LIVE_GROUP } from '../../../tests/twin-world.ts';

const POLICY = { policyName: 'busy', namespace: 'AWS/EC2', metricName: 'CPUUtilization' };

function bench() {
  const made = twinBench();
  made.twin.spot.update(LIVE_GROUP, { scaling: { up: [{ ...POLICY, threshold: 80 }] } });
  return made;
}

test('a policy is suspended until its time is over', async () => {
  const { twin, clock } = bench();
  const { suspendPolicy, policySuspensions } = twin.spot.control;
  const request = { policyName: 'busy', suspension: { ttlInMinutes: 10 } };
  expect(suspendPolicy(LIVE_GROUP, request)).toEqual([
    {
      groupId: LIVE_GROUP,
      policyName: 'busy',
      state: 'suspended',
      expiresAt: '2026-01-05T12:10:00.000Z',
    },
  ]);
  expect(policySuspensions(LIVE_GROUP, {})).toMatchObject([
    { scalePolicySuspensions: [{ policyName: 'busy' }] },
  ]);
  await clock.advance(600_000);
  expect(policySuspensions(LIVE_GROUP, {})).toEqual([{ scalePolicySuspensions: [] }]);
});

test('without a time it lasts until it is resumed', async () => {
  const { twin, clock } = bench();
  const { suspendPolicy, resumePolicy, policySuspensions } = twin.spot.control;
  suspendPolicy(LIVE_GROUP, { policyName: 'busy' });
  await clock.advance(3_600_000);
  expect(policySuspensions(LIVE_GROUP, {})).toMatchObject([
    { scalePolicySuspensions: [{ expiresAt: null }] },
  ]);
  resumePolicy(LIVE_GROUP, { policyName: 'busy' });
  expect(policySuspensions(LIVE_GROUP, {})).toEqual([{ scalePolicySuspensions: [] }]);
});

test('a policy that the group does not have is refused', () => {
  const { twin } = bench();
  const { suspendPolicy } = twin.spot.control;
  expect(() => suspendPolicy(LIVE_GROUP, { policyName: 'none' })).toThrow('no scaling policy none');
});
