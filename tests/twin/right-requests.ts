// Right requests of every API, from which bent ones are made.
import type { Json } from '../../src/lib/json.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
} from '../twin-world.ts';

const AT = 1_767_614_400;
const conditions = [{ Field: 'host-header', Values: ['a.example'] }];
const tags = [{ Key: 'owner', Value: 'shop' }];

export const METRICS = {
  StartTime: AT,
  EndTime: AT + 600,
  MetricDataQueries: [
    {
      Id: 'a',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'HealthyHostCount',
          Dimensions: [
            { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) ?? '' },
            { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
          ],
        },
        Period: 60,
        Stat: 'Minimum',
      },
    },
  ],
};

/** Method, path behind `/aws/ec2`, and body. */
export const SPOT_CALLS: readonly (readonly [string, string, Json])[] = [
  ['POST', '/group', { group: groupDocument('green', GREEN, 1) }],
  ['PUT', `/group/${LIVE_GROUP}`, { group: groupDocument('shop', GREEN, 2) }],
  ['PUT', `/group/${LIVE_GROUP}/capacity`, { capacity: { minimum: 1, target: 2, maximum: 3 } }],
  ['POST', `/group/${LIVE_GROUP}/suspension`, { processes: ['AUTO_SCALE'] }],
  [
    'POST',
    `/group/${LIVE_GROUP}/suspension`,
    { suspensions: [{ name: 'AUTO_HEALING', ttlInMinutes: 5 }] },
  ],
  ['PUT', `/group/${LIVE_GROUP}/scale/up`, { adjustment: 1 }],
  ['PUT', `/group/${LIVE_GROUP}/scale/down`, { adjustment: 1 }],
  [
    'PUT',
    `/group/${LIVE_GROUP}/detachInstances`,
    { instancesToDetach: ['i-1'], shouldTerminateInstances: true, drainingTimeout: 30 },
  ],
  [
    'PUT',
    `/group/${LIVE_GROUP}/roll`,
    {
      batchSizePercentage: 50,
      gracePeriod: 60,
      healthCheckType: 'TARGET_GROUP',
      strategy: { action: 'REPLACE_SERVER', batchMinHealthyPercentage: 50 },
    },
  ],
  ['POST', '/instance/interruption', { instancesToInterrupt: ['i-1'] }],
  ['POST', '/instance/i-1/lock', { ttlInMinutes: 5 }],
];

/** In ELBv2's, EC2's and CloudWatch's names; `Action` tells which. */
export const AWS_CALLS: readonly Json[] = [
  {
    Action: 'ModifyRule',
    RuleArn: PROD_RULE,
    Actions: [forward({ [BLUE]: 50, [GREEN]: 50 })],
    Conditions: conditions,
  },
  {
    Action: 'ModifyRule',
    RuleArn: PROD_RULE,
    Actions: [
      { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { Scope: 'openid' } },
      { Type: 'fixed-response', Order: 2, FixedResponseConfig: { StatusCode: '503' } },
    ],
  },
  {
    Action: 'ModifyRule',
    RuleArn: PROD_RULE,
    Transforms: [
      {
        Type: 'host-header-rewrite',
        HostHeaderRewriteConfig: { Rewrites: [{ Regex: '^(.+)\\.example$', Replace: '$1.inner' }] },
      },
      { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites: [{ Regex: '^/a', Replace: '/b' }] } },
    ],
  },
  { Action: 'ModifyRule', RuleArn: PROD_RULE, ResetTransforms: 'true' },
  { Action: 'RegisterTargets', TargetGroupArn: BLUE, Targets: [{ Id: 'i-1', Port: 80 }] },
  { Action: 'DescribeTargetHealth', TargetGroupArn: BLUE, Targets: [{ Id: 'i-1', Port: 80 }] },
  { Action: 'DescribeRules', ListenerArn: LISTENER, PageSize: 1, Marker: 'from-1' },
  {
    Action: 'CreateRule',
    ListenerArn: LISTENER,
    Priority: 7,
    Conditions: conditions,
    Actions: [forward({ [BLUE]: 1 })],
    Tags: tags,
  },
  { Action: 'SetRulePriorities', RulePriorities: [{ RuleArn: PROD_RULE, Priority: 12 }] },
  {
    Action: 'CreateTargetGroup',
    Name: 'new',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: 'vpc-0a1b2c3d4e5f60001',
    HealthCheckIntervalSeconds: 30,
    Matcher: { HttpCode: '200' },
    Tags: tags,
  },
  { Action: 'ModifyTargetGroup', TargetGroupArn: SPARE, HealthCheckIntervalSeconds: 10 },
  {
    Action: 'ModifyTargetGroupAttributes',
    TargetGroupArn: SPARE,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
  },
  {
    Action: 'CreateListener',
    LoadBalancerArn: LOAD_BALANCER,
    Protocol: 'HTTP',
    Port: 81,
    DefaultActions: [forward({ [GREEN]: 1 })],
  },
  { Action: 'CreateLoadBalancer', Name: 'new', Subnets: ['subnet-00000001', 'subnet-00000002'] },
  { Action: 'AddTags', ResourceArns: [BLUE], Tags: tags },
  { Action: 'RemoveTags', ResourceArns: [BLUE], TagKeys: ['owner'] },
  { Action: 'DeleteTargetGroup', TargetGroupArn: SPARE },
  {
    Action: 'GetMetricData',
    ...METRICS,
    StartTime: '2026-01-05T12:00:00Z',
    EndTime: '2026-01-05T13:00:00Z',
  },
];
