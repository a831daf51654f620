// A small world for tests: one load balancer, blue and green target groups, one live group of version 1.
import type { JsonObject } from '../src/lib/json.ts';
import { parseWorldSpec } from '../src/twin/parse-world-spec.ts';
import type { WorldSpec } from '../src/twin/world-spec.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';

export const LOAD_BALANCER: string = `${ELB}:loadbalancer/app/shop/50dc6c495c0c9188`;
export const LISTENER: string = `${ELB}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const PROD_RULE: string = `${ELB}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
export const BLUE: string = `${ELB}:targetgroup/blue/73e2d6bc24d8a067`;
export const GREEN: string = `${ELB}:targetgroup/green/2453ed029918f21c`;
/** A target group that no rule names. */
export const SPARE: string = `${ELB}:targetgroup/spare/9f0e2d6bc24d8a06`;
export const LIVE_GROUP = 'sig-00000001';
export const AMI_1 = 'ami-00000000000000001';
export const AMI_2 = 'ami-00000000000000002';

/** A forward action of AWS's form. */
export function forward(weights: Readonly<Record<string, number>>): JsonObject {
  const groups = Object.entries(weights);
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
    },
  };
}

/** A group document as a user writes it. */
export function groupDocument(
  name: string,
  targetGroupArn: string,
  size: number,
  imageId: string = AMI_1,
): JsonObject {
  return {
    name,
    region: 'us-east-1',
    capacity: { minimum: size, maximum: Math.max(size, 4), target: size, unit: 'instance' },
    strategy: {
      risk: 100,
      availabilityVsCost: 'balanced',
      drainingTimeout: 300,
      fallbackToOd: true,
    },
    compute: {
      product: 'Linux/UNIX',
      instanceTypes: { ondemand: 't3.small', spot: ['t3.small', 't3a.small'] },
      availabilityZones: [{ name: 'us-east-1a' }, { name: 'us-east-1b' }],
      launchSpecification: {
        imageId,
        healthCheckType: 'TARGET_GROUP',
        healthCheckGracePeriod: 300,
        securityGroupIds: ['sg-00000001'],
        monitoring: false,
        loadBalancersConfig: {
          loadBalancers: [{ name: 'tg', arn: targetGroupArn, type: 'TARGET_GROUP' }],
        },
      },
    },
  };
}

/** `changes` replace whole top-level members of the world's JSON. */
export function twinWorld(changes: JsonObject = {}): WorldSpec {
  const healthCheck = { path: '/health' };
  return parseWorldSpec({
    seed: 7,
    loadBalancers: [
      {
        arn: LOAD_BALANCER,
        name: 'shop',
        listeners: [
          {
            arn: LISTENER,
            port: 80,
            defaultActions: [
              { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
            ],
            rules: [
              {
                arn: PROD_RULE,
                priority: 10,
                conditions: [{ Field: 'host-header', Values: ['shop.example'] }],
                actions: [forward({ [BLUE]: 100, [GREEN]: 0 })],
              },
            ],
          },
        ],
      },
    ],
    targetGroups: [
      { arn: BLUE, name: 'blue', healthCheck },
      { arn: GREEN, name: 'green', healthCheck },
      { arn: SPARE, name: 'spare', healthCheck },
    ],
    groups: [{ id: LIVE_GROUP, name: 'shop', document: groupDocument('shop', BLUE, 2) }],
    amis: [
      { id: AMI_1, version: '1' },
      { id: AMI_2, version: '2' },
    ],
    ...changes,
  });
}
