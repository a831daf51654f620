// The plan of what follows an execution that has ended.
import { expect, test } from 'vitest';
import { stage, step } from '../../tests/plan-builder.ts';
import { createFollowUpPlan } from './create-follow-up-plan.ts';
import type { StageNode } from './plan.ts';
import { indexPlan, stepsOf } from './walk.ts';

const followed = (identifier: string) => ({
  stage: stage(identifier, [step('Deploy')])('', 0) as StageNode,
  facts: [{ name: 'setup', key: 'x', value: identifier }],
  spec: { scaleUp: true },
  timeoutMs: 60_000,
});
const plan = createFollowUpPlan({
  followUp: { kind: 'rollback', execution: '3' },
  of: 'Deploy the shop',
  stages: [followed('first'), followed('second')],
});

test('the last stage goes back first, each by one step with the facts of its own', () => {
  const stages = plan.pipeline.stages as readonly StageNode[];
  expect(stages.map(({ path, inherited }) => [path, inherited?.[0]?.value])).toEqual([
    ['second', 'second'],
    ['first', 'first'],
  ]);
  expect([...stepsOf(plan.pipeline)].map(({ type }) => type)).toEqual([
    'PromotionRollback',
    'PromotionRollback',
  ]);
});

test('every node is found by its path', () => {
  const index = indexPlan(plan);
  for (const { path } of stepsOf(plan.pipeline)) expect(index.node(path).path).toBe(path);
  expect(index.stageOf('first/steps/Roll_back').identifier).toBe('first');
});

test('people read whose rollback it is', () => {
  expect(plan.pipeline.name).toBe('Roll back run 3: Deploy the shop');
});
