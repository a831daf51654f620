// What stages that run at the same time may not share.
import { expect, test } from 'vitest';
import { matrix, parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
import { checkBeside } from './check-beside.ts';
import type { Plan } from './plan.ts';

const arn = (rule: string): string =>
  `arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/shop/1/2/${rule}`;

const deploying = (identifier: string, rule: string) =>
  stage(identifier, [
    step('setup', {
      type: 'ElastigroupBGStageSetup',
      spec: { name: `shop_${identifier}`, loadBalancers: [{ prodListenerRuleArn: arn(rule) }] },
    }),
  ]);

function complaints({ pipeline }: Plan): readonly string[] {
  const told: string[] = [];
  checkBeside(
    pipeline.stages,
    { file: 'pipeline.yaml', line: 1, column: 1 },
    { report: (_code, _position, message) => told.push(message) },
  );
  return told;
}

test('parallel stages may not work on one rule', () => {
  const beside = parallel([deploying('a', 'x'), deploying('b', 'x')]);
  expect(complaints(planOf([beside]))).toEqual([
    `The stages "a" and "b" run at the same time and would both work on ${arn('x')}.`,
  ]);
});

test('parallel stages with rules and groups of their own may run', () => {
  expect(complaints(planOf([parallel([deploying('a', 'x'), deploying('b', 'y')])]))).toEqual([]);
});

test('one after the other, stages and iterations may work on one rule', () => {
  const each = () => deploying('a', 'x');
  expect(complaints(planOf([deploying('a', 'x'), deploying('b', 'x')]))).toEqual([]);
  expect(complaints(planOf([matrix('a', 2, each, { maxConcurrency: 1 })]))).toEqual([]);
  expect(complaints(planOf([matrix('a', 2, each, { maxConcurrency: 0 })]))).toHaveLength(1);
});
