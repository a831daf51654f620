// ELBv2's answers against AWS's own model of the service: no field of ours is unknown to it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { thirdPartyFile } from '../../../tests/third-party.ts';
import { twinBench } from '../../../tests/twin-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
} from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Elbv2 } from '../twin.ts';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly enum?: readonly string[];
}
interface Model {
  readonly operations: Readonly<Record<string, { readonly output: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const file = thirdPartyFile('elbv2/elasticloadbalancingv2-2015-12-01.service-2.json');

/** Every place where the value does not fit the shape. */
function misfits(model: Model, name: string, value: unknown, path: string): string[] {
  const shape = model.shapes[name];
  if (value === undefined || shape === undefined) return [];
  if (shape.type === 'structure') {
    return Object.entries(value as object).flatMap(([field, each]) => {
      const member = shape.members?.[field];
      if (member === undefined) return [`${path}.${field} is unknown`];
      return misfits(model, member.shape, each, `${path}.${field}`);
    });
  }
  if (shape.type === 'list') {
    const member = shape.member?.shape ?? '';
    return (value as unknown[]).flatMap((each, index) =>
      misfits(model, member, each, `${path}[${index}]`),
    );
  }
  if (shape.enum !== undefined && !shape.enum.includes(String(value))) {
    return [`${path} is ${String(value)}`];
  }
  return [];
}

describe('every answer fits AWS’s model', () => {
  test.skipIf(file === undefined).each<[string, (elbv2: Elbv2) => JsonObject]>([
    ['DescribeLoadBalancers', (elbv2) => elbv2.describeLoadBalancers({})],
    ['DescribeListeners', (elbv2) => elbv2.describeListeners({ LoadBalancerArn: LOAD_BALANCER })],
    ['DescribeRules', (elbv2) => elbv2.describeRules({ ListenerArn: LISTENER })],
    ['DescribeTargetGroups', (elbv2) => elbv2.describeTargetGroups({ PageSize: 1 })],
    [
      'DescribeTargetGroupAttributes',
      (elbv2) => elbv2.describeTargetGroupAttributes({ TargetGroupArn: BLUE }),
    ],
    ['DescribeTargetHealth', (elbv2) => elbv2.describeTargetHealth({ TargetGroupArn: BLUE })],
    [
      'ModifyRule',
      (elbv2) => elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [GREEN]: 1 })] }),
    ],
    ['ModifyListener', (elbv2) => elbv2.modifyListener({ ListenerArn: LISTENER })],
  ])('%s (needs third-party data)', (operation, ask) => {
    const model = JSON.parse(readFileSync(file ?? '', 'utf8')) as Model;
    const output = model.operations[operation]?.output.shape ?? '';
    const answer = ask(twinBench().twin.elbv2);
    expect(Object.keys(answer)).not.toEqual([]);
    expect(misfits(model, output, answer, operation)).toEqual([]);
  });
});
