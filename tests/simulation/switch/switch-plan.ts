// The plan of one run of a story, as the plan maker would write it from a pipeline of that shape.
import type { JsonObject } from '../../../src/lib/json.ts';
import type { FailureTable, Plan, StageNode } from '../../../src/plan/plan.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/traffic/policy.ts';
import {
  type Build,
  group,
  matrix,
  onAnyFailure,
  parallel,
  planOf,
  retry,
  type StepOptions,
  stage,
  step,
} from '../../plan-builder.ts';
import { AMI_2 } from '../../twin-world.ts';
import type { RunStory, StageStory, Story } from './story.ts';
import { groupDocumentOf, type Shop, type Site } from './switch-world.ts';

/** Which target group is idle, by prod rule, when the run is planned. */
export type IdleOf = (prodRule: string) => { readonly idle: string; readonly live: string };

const MINUTE_MS = 60_000;
export const APPROVERS = 'ops';
const STAGING: Partial<Policy> = { settleMs: 10_000, lastSettleMs: 30_000, bakeMs: 45_000 };

export function planOfRun(run: RunStory, shops: readonly Shop[], idleOf: IdleOf): Plan {
  const stages = run.stages.flatMap((story, index) => {
    const shop = shops[story.shop];
    return shop === undefined ? [] : [stageOf(`stage${index}`, story, shop, idleOf)];
  });
  return planOf(run.isParallel && stages.length > 1 ? [parallel(stages)] : stages);
}

function stageOf(
  identifier: string,
  story: StageStory,
  shop: Shop,
  idleOf: IdleOf,
): Build<StageNode> {
  const failures = onAnyFailure({ type: story.onFailure });
  const first = story.isAskedFirst ? gateOf(1, failures) : [];
  const steps = [
    ...first,
    setUp(shop, idleOf, failures),
    ...shifts(story, shop, idleOf, failures),
    ...scriptsOf(story, failures),
  ];
  const back = { timeoutMs: 20 * MINUTE_MS, failures: {} };
  const rollback = [
    step('Roll_Back_Elastigroup', { ...back, type: 'ElastigroupRollback' }),
    step('Roll_Back_Rules', { ...back, type: 'StandAloneTrafficShiftRollback' }),
  ];
  const built = stage(identifier, steps, rollback);
  return (parent, index) => ({
    ...built(parent, index),
    stageType: 'Deployment',
    deployment: {
      service: { identifier: shop.name, name: shop.name },
      environment: environmentOf(story.shop),
      infrastructure: { identifier: 'spot', name: 'spot' },
      spotConnectorRef: 'spot',
      groupDocument: { group: groupDocumentOf(shop.name, shop.story.size, [], 'green') },
      amiId: AMI_2,
    },
  });
}

/** Every second shop is deployed to another environment, with settings of its own. */
export function environmentOf(shop: number): {
  readonly identifier: string;
  readonly name: string;
} {
  const name = shop % 2 === 0 ? 'production' : 'staging';
  return { identifier: name, name };
}

export function policyOf({ policy }: Story, environment: string): Policy {
  const own = environment === 'staging' ? STAGING : {};
  return { ...DEFAULT_POLICY, ...policy, ...own };
}

function setUp(shop: Shop, idleOf: IdleOf, failures: FailureTable): Build {
  const { size } = shop.story;
  return step('Set_Up_Green', {
    type: 'ElastigroupBGStageSetup',
    timeoutMs: 25 * MINUTE_MS,
    failures,
    spec: {
      name: shop.name,
      instances: { type: 'Fixed', spec: { min: 1, max: 4, desired: size } },
      connectedCloudProvider: {
        type: 'AWS',
        spec: { connectorRef: 'aws', region: 'us-east-1' },
      },
      loadBalancers: shop.sites.map(({ name, prodRule }) => ({
        type: 'AWSLoadBalancerConfig',
        spec: {
          loadBalancer: name,
          prodListenerPort: '80',
          prodListenerRuleArn: prodRule,
          isTrafficShift: true,
          stageTargetGroupArn: idleOf(prodRule).idle,
        },
      })),
    },
  });
}

function shifts(
  story: StageStory,
  shop: Shop,
  idleOf: IdleOf,
  failures: FailureTable,
): readonly Build[] {
  const lane = (
    name: string,
    weights: readonly number[],
    shiftTo: (weight: number) => JsonObject,
  ): readonly Build[] => {
    if (weights.length === 0) return [];
    const rung = (iteration: number): Build => {
      const spec = { elastigroupTrafficShiftWrapper: shiftTo(weights[iteration] ?? 100) };
      const type = 'ElastigroupBlueGreenTrafficShift';
      const shift = step('Shift', { type, timeoutMs: 20 * MINUTE_MS, failures, spec });
      return group('rung', [...gateOf(story.approvals, failures), shift]);
    };
    return [matrix(name, weights.length, rung)];
  };
  const sites = story.isSideBySide ? shop.sites : shop.sites.slice(0, 1);
  const onStage = sites.flatMap((site, index) =>
    lane(`Stage_${index}`, story.stageRungs, (weight) =>
      standaloneShift(site, idleOf(site.prodRule), weight),
    ),
  );
  const inherit = (weight: number): JsonObject => ({
    type: 'Inherit',
    spec: { weightPercentage: String(weight) },
  });
  return [
    ...(onStage.length > 1 ? [parallel(onStage)] : onStage),
    ...lane('Prod', story.prodRungs, inherit),
  ];
}

function standaloneShift(
  { name, stageListener, stageRule }: Site,
  { idle, live }: ReturnType<IdleOf>,
  weight: number,
): JsonObject {
  return {
    type: 'Standalone',
    spec: {
      loadBalancer: name,
      listenerArn: stageListener,
      listenerRuleArn: stageRule,
      forwardTrafficConfig: [
        { targetGroupArn: idle, weight: String(weight) },
        { targetGroupArn: live, weight: String(100 - weight) },
      ],
    },
  };
}

function gateOf(approvals: number, failures: FailureTable): readonly Build[] {
  if (approvals === 0) return [];
  const approvers = {
    userGroups: [APPROVERS],
    minimumCount: approvals,
    disallowPipelineExecutor: true,
  };
  const spec = {
    approvalMessage: 'Go on?',
    includePipelineExecutionHistory: true,
    approvers,
    approverInputs: [],
  };
  const options: StepOptions = { type: 'HarnessApproval', timeoutMs: 15 * MINUTE_MS, failures };
  return [step('Approve', { ...options, spec })];
}

function scriptsOf({ script }: StageStory, failures: FailureTable): readonly Build[] {
  if (script === 'none') return [];
  const source = { type: 'Inline', spec: { script } };
  const spec = {
    shell: 'Bash',
    executionTarget: {},
    source,
    environmentVariables: [],
    outputVariables: [],
  };
  const again = script === 'fails once' ? retry(1, 10_000) : failures;
  const options = { type: 'ShellScript', timeoutMs: 10 * MINUTE_MS, failures: again };
  return [step('Look', { ...options, spec })];
}
