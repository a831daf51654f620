// A run acts to its end by the settings it began with.
import { expect, test } from 'vitest';
import { planOf, stage } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { Deployment, Plan } from '../plan/plan.ts';
import { DEFAULT_POLICY, type Policy } from '../traffic/policy.ts';
import {
  policyOf,
  type RunSettings,
  settingsChanges,
  settingsJson,
  settingsNow,
  settingsThen,
} from './run-settings.ts';

const settled = (settleMs: number, more: Partial<Policy> = {}): RunSettings => ({
  adoptUnmanaged: false,
  policies: { production: { ...DEFAULT_POLICY, settleMs, ...more } },
});
const began = (settings?: RunSettings): readonly ExecutionEvent[] => [
  {
    ...startedAt(0),
    ...(settings !== undefined && { settings: settingsJson(settings) }),
  } as ExecutionEvent,
];

test('what the file says later changes nothing for a run that has begun', () => {
  const then = settingsThen(began(settled(60_000)), settled(5_000));
  expect(policyOf(then, 'production').settleMs).toBe(60_000);
});

test('what was not set stays not set, over the journal too', () => {
  const then = settingsThen(began(settled(60_000)), settled(60_000));
  expect(policyOf(then, 'production')).toEqual(DEFAULT_POLICY);
});

test('a journal without settings is gone on with as they are now', () => {
  const now = settled(5_000);
  expect(settingsThen(began(), now)).toBe(now);
});

test('each difference is named as the file names it', () => {
  const now = settled(5_000, { foreignHand: 'goBack', keepWarmMs: 3_600_000 });
  expect(settingsChanges(settled(60_000), now)).toEqual([
    'settle of production was 1 min and is 5 s',
    'foreignHand of production was ask and is goBack',
    'keepWarm of production was not set and is 1 h',
  ]);
  expect(settingsChanges(now, now)).toEqual([]);
});

test('the environments of the plan are frozen, whether the file names them or not', () => {
  const made = planOf([stage('web', [])]);
  const deployment = { environment: { identifier: 'production' } } as Deployment;
  const [only] = made.pipeline.stages;
  const plan = {
    ...made,
    pipeline: { ...made.pipeline, stages: [{ ...only, deployment }] },
  } as Plan;
  const now = settingsNow(plan, { policy: () => DEFAULT_POLICY }, true);
  expect(now).toEqual({ adoptUnmanaged: true, policies: { production: DEFAULT_POLICY } });
});
