// Many shops in one world, each with a load balancer of its own, and one pipeline that deploys the one it is told.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { JsonObject } from '../../src/lib/json.ts';
import { parseWorldSpec } from '../../src/twin/parse-world-spec.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'shop');
const ACCOUNT = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';
const IDS = { balancer: '50dc6c495c0c9188', listener: 'f2f7dc8efc522ab2' };
const RULES = { prod: '9683b2d02a6cabee', untouched: 'ffffffffffffffff' };

export const PIPELINES = { straight: 'straight.yaml', gated: 'gated.yaml' };

/** The input that says which shop a run deploys. */
export function inputsOf(shop: number): Record<string, string> {
  return { 'pipeline.variables.shop': nameOf(shop) };
}

export function writeFleetProject(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const kept of [
    'connectors',
    'spot',
    'service.yaml',
    'environment.yaml',
    'infrastructure.yaml',
    'secrets.yaml',
  ]) {
    cpSync(join(EXAMPLE, kept), join(folder, kept), { recursive: true });
  }
  writeFileSync(
    join(folder, 'penstock.yaml'),
    stringify({ environments: { production: { bake: '30s', settle: '60s', lastSettle: '60s' } } }),
  );
  writeFileSync(join(folder, PIPELINES.straight), pipelineOf('straight', []));
  writeFileSync(join(folder, PIPELINES.gated), pipelineOf('gated', [approval()]));
}

/** Instances come soon and nothing is throttled: what is measured is not the cloud. */
export function fleetWorld(shops: number): WorldSpec {
  const all = Array.from({ length: shops }, (_, index) => nameOf(index));
  const plenty = { size: 1_000_000, refillPerSecond: 1_000_000 };
  return parseWorldSpec({
    seed: 1,
    region: 'us-east-1',
    accountId: '123456789012',
    spot: { accountId: 'act-5h0p0001', token: 'twin' },
    timing: { fulfilMs: [1_000, 1_000], bootMs: [1_000, 1_000], readLagMs: 0 },
    limits: { elbv2Describe: plenty, elbv2Modify: plenty, spotRequestsPerMinute: 1_000_000 },
    amis: ['1', '2'].map((version) => ({ id: `ami-0a1b2c3d4e5f6000${version}`, version })),
    targetGroups: all.flatMap((name) =>
      ['a', 'b'].map((half) => ({
        name: `${name}-${half}`,
        arn: targetGroupArn(name, half),
        port: 80,
        healthCheck: { path: '/health', intervalMs: 5_000, healthyThreshold: 2 },
      })),
    ),
    loadBalancers: all.map(loadBalancer),
    groups: all.map(group),
  } as unknown as JsonObject);
}

function nameOf(shop: number): string {
  return `shop${shop}`;
}

function targetGroupArn(name: string, half: string): string {
  return `${ACCOUNT}:targetgroup/${name}-${half}/${half.repeat(16)}`;
}

/** A second rule has the same target groups: a share is told by no metric then, and rungs are proven by settling. */
function loadBalancer(name: string): JsonObject {
  const actions = [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: targetGroupArn(name, 'a'), Weight: 100 },
          { TargetGroupArn: targetGroupArn(name, 'b'), Weight: 0 },
        ],
      },
    },
  ];
  const rule = (id: string, priority: number, host: string): JsonObject => ({
    arn: `${ACCOUNT}:listener-rule/app/${name}/${IDS.balancer}/${IDS.listener}/${id}`,
    priority,
    conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: [host] } }],
    actions,
  });
  return {
    name,
    arn: `${ACCOUNT}:loadbalancer/app/${name}/${IDS.balancer}`,
    nodes: 1,
    listeners: [
      {
        arn: `${ACCOUNT}:listener/app/${name}/${IDS.balancer}/${IDS.listener}`,
        port: 80,
        protocol: 'HTTP',
        defaultActions: [
          {
            Type: 'fixed-response',
            FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: '' },
          },
        ],
        rules: [
          rule(RULES.prod, 10, `${name}.example`),
          rule(RULES.untouched, 20, `old.${name}.example`),
        ],
      },
    ],
  };
}

function group(name: string): JsonObject {
  const targetGroup = { name: `${name}-a`, arn: targetGroupArn(name, 'a'), type: 'TARGET_GROUP' };
  return {
    id: `sig-${name}`,
    name: `${name}_production`,
    document: {
      name: `${name}_production`,
      region: 'us-east-1',
      capacity: { minimum: 1, maximum: 2, target: 1, unit: 'instance' },
      strategy: { risk: 100, availabilityVsCost: 'balanced', fallbackToOd: true },
      compute: {
        product: 'Linux/UNIX',
        instanceTypes: { ondemand: 't3.small', spot: ['t3.small'] },
        availabilityZones: [{ name: 'us-east-1a', subnetIds: ['subnet-0a1b2c3d4e5f60001'] }],
        launchSpecification: {
          imageId: 'ami-0a1b2c3d4e5f60001',
          healthCheckType: 'TARGET_GROUP',
          healthCheckGracePeriod: 300,
          securityGroupIds: ['sg-0a1b2c3d4e5f60001'],
          loadBalancersConfig: { loadBalancers: [targetGroup] },
        },
      },
    },
  };
}

function approval(): JsonObject {
  return {
    step: {
      identifier: 'Approve',
      type: 'HarnessApproval',
      name: 'Approve prod',
      timeout: '1d',
      spec: {
        approvalMessage: 'Move the customers?',
        includePipelineExecutionHistory: true,
        approvers: {
          userGroups: ['account._account_all_users'],
          minimumCount: 1,
          disallowPipelineExecutor: false,
        },
        approverInputs: [],
      },
    },
  };
}

function setUp(): JsonObject {
  return {
    step: {
      identifier: 'Set_Up_Green',
      type: 'ElastigroupBGStageSetup',
      name: 'Set up green',
      timeout: '2h',
      spec: {
        name: '<+pipeline.variables.shop>_production',
        instances: { type: 'Fixed', spec: { min: 1, max: 2, desired: 1 } },
        connectedCloudProvider: {
          type: 'AWS',
          spec: { connectorRef: 'aws', region: 'us-east-1' },
        },
        loadBalancers: [
          {
            type: 'AWSLoadBalancerConfig',
            spec: {
              loadBalancer: '<+pipeline.variables.shop>',
              prodListenerPort: '80',
              prodListenerRuleArn: '<+stage.variables.prodRule>',
              isTrafficShift: true,
              stageTargetGroupArn: '<+stage.variables.stageTargetGroup>',
            },
          },
        ],
      },
    },
  };
}

function prodShift(): JsonObject {
  return {
    stepGroup: {
      identifier: 'Prod_Shift',
      name: 'Prod rule',
      strategy: { matrix: { maxConcurrency: 1, weight: [25, 50, 75, 100] } },
      steps: [
        {
          step: {
            identifier: 'Shift_Prod',
            type: 'ElastigroupBlueGreenTrafficShift',
            name: 'prod',
            timeout: '2h',
            spec: {
              elastigroupTrafficShiftWrapper: {
                type: 'Inherit',
                spec: { weightPercentage: '<+matrix.weight>' },
              },
            },
          },
        },
      ],
    },
  };
}

function pipelineOf(identifier: string, before: readonly JsonObject[]): string {
  const prodRule = `${ACCOUNT}:listener-rule/app/<+pipeline.variables.shop>/${IDS.balancer}/${IDS.listener}/${RULES.prod}`;
  const variable = (name: string, value: string): JsonObject => ({ name, type: 'String', value });
  const rollbackStep = (id: string, type: string): JsonObject => ({
    step: { identifier: id, type, name: id.replace('_', ' '), timeout: '2h', spec: {} },
  });
  return stringify({
    pipeline: {
      name: identifier,
      identifier,
      projectIdentifier: 'shop',
      orgIdentifier: 'default',
      variables: [variable('shop', '<+input>')],
      stages: [
        {
          stage: {
            identifier: 'shop',
            type: 'Deployment',
            name: 'Shop',
            spec: {
              deploymentType: 'Elastigroup',
              service: { serviceRef: 'shop' },
              environment: {
                environmentRef: 'production',
                deployToAll: false,
                infrastructureDefinitions: [{ identifier: 'spot_us_east_1' }],
              },
              execution: {
                steps: [setUp(), ...before, prodShift()],
                rollbackSteps: [rollbackStep('Roll_Back', 'ElastigroupRollback')],
              },
            },
            failureStrategies: [
              { onFailure: { errors: ['AllErrors'], action: { type: 'StageRollback' } } },
            ],
            variables: [
              variable('prodRule', prodRule),
              variable(
                'stageTargetGroup',
                '<+loadBalancer.rule(<+stage.variables.prodRule>).idleTargetGroupArn>',
              ),
            ],
          },
        },
      ],
    },
  });
}
