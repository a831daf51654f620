// Tests of the chart of green's share: steps from before image over rungs and back, bars of whole minutes, markers.
import { describe, expect, test } from 'vitest';
import {
  approvePath,
  begun,
  decided,
  finished,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import type { Json } from '../lib/json.ts';
import type { BeforeImage, Restored, Setup } from '../traffic/facts.ts';
import { FACT } from '../traffic/facts.ts';
import { shareChart } from './share-chart.ts';

const RULE = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/1/2/3';
const GREEN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-b/2';
const BLUE = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-a/1';

const forwardTo = (green: number): BeforeImage['actions'] => [
  {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: BLUE, Weight: 100 - green },
        { TargetGroupArn: GREEN, Weight: green },
      ],
    },
  },
];
const fact = (name: string, value: unknown): UntimedEvent => ({
  type: 'FactRecorded',
  path: shiftPath(0),
  attempt: 1,
  name,
  key: name,
  value: value as Json,
});
const image = fact(FACT.beforeImage, {
  ruleArn: RULE,
  label: 'prod',
  lane: 'prod',
  actions: forwardTo(0),
} satisfies Partial<BeforeImage>);
const setup = fact(FACT.setup, {
  loadBalancers: [
    {
      loadBalancerArn: 'lb',
      prodListenerArn: 'listener',
      prodRuleArn: RULE,
      prodTargetGroupArn: BLUE,
      stageTargetGroupArn: GREEN,
    },
  ],
} satisfies Partial<Setup>);
const restored = (outcome: Restored['outcome']): UntimedEvent =>
  fact(FACT.restored, { ruleArn: RULE, label: 'prod', lane: 'prod', outcome, writtenAt: 400_000 });

const climbed = [
  started,
  image,
  setup,
  begun(shiftPath(0)),
  rungFact(shiftPath(0), { state: 'writing', observed: null, writtenAt: null }),
  rungFact(shiftPath(0), { state: 'settling', observed: null, writtenAt: 130_000 }),
  rungFact(shiftPath(0), { proof: 'share', writtenAt: 130_000, provedAt: 265_000 }),
];
const chart = (...events: readonly UntimedEvent[]) =>
  shareChart(ladderPlan(), timed(...events), 500_000);

describe('The chart of the share of green', () => {
  test('steps from the before image to each rung at the moment it was written', () => {
    const { set } = chart(...climbed);
    expect(set).toEqual([
      { series: 'prod', lane: 'prod', at: 1_000, percent: 0 },
      { series: 'prod', lane: 'prod', at: 130_000, percent: 50 },
    ]);
  });

  test('falls to the before image when the rule is restored, and not when it is left', () => {
    expect(chart(...climbed, restored('restored')).set.at(-1)).toEqual({
      series: 'prod',
      lane: 'prod',
      at: 400_000,
      percent: 0,
    });
    expect(chart(...climbed, restored('left')).set).toHaveLength(2);
  });

  test('shows what was counted over the last whole minute before the proof', () => {
    expect(chart(...climbed).observed).toEqual([{ from: 180_000, to: 240_000, percent: 49.2 }]);
  });

  test('begins a rollback run of its own where the run before has ended', () => {
    const plan = ladderPlan();
    const [first] = plan.pipeline.stages;
    if (first?.kind !== 'stage') throw new Error('the plan begins with no stage');
    const left = { ...fact(FACT.writtenActions, forwardTo(100)), key: RULE };
    const inherited = [setup, image, left].flatMap((event) =>
      event.type === 'FactRecorded' ? [event] : [],
    );
    const followUp = {
      ...plan,
      pipeline: { ...plan.pipeline, stages: [{ ...first, inherited }] },
    };
    const { set } = shareChart(followUp, timed(started, restored('restored')), 500_000);
    expect(set.map(({ at, percent }) => [at, percent])).toEqual([
      [0, 100],
      [400_000, 0],
    ]);
  });

  test('marks the words of people, the first rung and the way back', () => {
    const { markers } = chart(
      ...climbed,
      decided(approvePath(1), 'bob', 'reject'),
      finished(approvePath(1), 'ApprovalRejected'),
      { type: 'RollbackStarted', path: 'shop', cause: 'rejected' },
    );
    expect(markers.map(({ label }) => label)).toEqual([
      'first rung: prod-50',
      'bob rejected',
      'way back',
    ]);
  });
});
