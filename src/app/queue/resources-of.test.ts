// What a plan names is what its run holds.
import { expect, test } from 'vitest';
import { type Build, planOf, stage, step } from '../../../tests/plan-builder.ts';
import type { StageNode } from '../../plan/plan.ts';
import { resourcesOf } from './resources-of.ts';

const RULE = 'arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/shop/1/2/3';
const GROUP = 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/shop-a/4';

const named = (...steps: Parameters<typeof stage>[1]) =>
  resourcesOf(planOf([stage('s', steps)]), 'w').map(({ kind, name }) => `${kind} ${name}`);

test('rules and target groups are found wherever a step names them', () => {
  const spec = {
    loadBalancers: [{ spec: { prodListenerRuleArn: RULE } }],
    forwardTrafficConfig: [{ targetGroupArn: GROUP, weight: 5 }],
    script: `echo ${RULE}`,
    listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:1:listener/app/shop/1/2',
  };
  expect(named(step('shift', { spec }))).toEqual([`rule ${RULE}`, `target group ${GROUP}`]);
});

test('a group is known by the name that its setup gives it', () => {
  const spec = { name: 'shop_production' };
  expect(named(step('up', { type: 'ElastigroupBGStageSetup', spec }))).toEqual([
    'group shop_production',
  ]);
  expect(named(step('say', { type: 'ShellScript', spec }))).toEqual([]);
});

test('what is an expression still is locked by nobody', () => {
  const spec = { name: '<+execution.steps.a.output.name>' };
  expect(named(step('up', { type: 'ElastigroupBGStageSetup', spec }))).toEqual([]);
});

test('what follows an earlier run holds what that one worked on', () => {
  const inherited = [
    {
      name: 'setup',
      key: '',
      value: { groupName: 'shop', loadBalancers: [{ prodRuleArn: RULE }] },
    },
  ];
  const follower: Build<StageNode> = (...place) => ({
    ...stage('s', [step('back')])(...place),
    inherited,
  });
  const plan = planOf([follower]);
  expect(resourcesOf(plan, 'w')).toEqual([
    { world: 'w', kind: 'group', name: 'shop' },
    { world: 'w', kind: 'rule', name: RULE },
  ]);
});
