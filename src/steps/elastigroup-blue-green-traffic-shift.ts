// ElastigroupBlueGreenTrafficShift: one rung, on the rules of the setup (Inherit) or on a rule of its own (Standalone).
import type { StepContext, StepResult } from '../execution/step.ts';
import type {
  ElastigroupBlueGreenTrafficShiftSpec,
  StandaloneShift,
} from '../pipeline/step-types/elastigroup-blue-green-traffic-shift.ts';
import { nodesOf } from '../plan/walk.ts';
import { loadBalancerArnOf, loadBalancerName } from '../traffic/arn.ts';
import type { Rung } from '../traffic/facts.ts';
import { warn } from './common/notice.ts';
import { requireSetup } from './common/step-facts.ts';
import { type BakeWatch, startBake } from './shift/bake.ts';
import { climb } from './shift/climb.ts';
import { holdWeights } from './shift/hold-weights.ts';
import { inheritedChanges, standaloneChange } from './shift/rule-changes.ts';
import { type Shift, shiftOf } from './shift/shift.ts';
import { swapNames } from './shift/swap-names.ts';
import { swapTasks } from './shift/swap-tasks.ts';
import type { StepTools } from './tools.ts';

export async function shiftTraffic(
  tools: StepTools,
  spec: ElastigroupBlueGreenTrafficShiftSpec,
  context: StepContext,
): Promise<StepResult> {
  const shift = shiftOf(tools, context, requireSetup(context));
  const wrapper = spec.elastigroupTrafficShiftWrapper;
  const rungs =
    wrapper.type === 'Inherit'
      ? await inherit(shift, wrapper.spec.weightPercentage)
      : await standalone(shift, wrapper.spec);
  return { status: 'succeeded', output: { rungs: rungs.map(summaryOf) } };
}

async function inherit(shift: Shift, weight: number): Promise<readonly Rung[]> {
  const { setup, tools, context, pace, elastigroups } = shift;
  if (setup.blue === null && weight < 100) {
    await warn(
      context,
      `this is the first deployment, so below 100 % the other requests meet an empty target group and are answered with 503`,
    );
  }
  const changes = inheritedChanges(setup, weight);
  if (weight < 100) return climb(shift, { changes, settleMs: tools.policy.settleMs });
  let bake: BakeWatch | undefined;
  const rungs = await climb(shift, {
    changes,
    settleMs: tools.policy.lastSettleMs,
    watch: async (settledAt) => {
      bake = await startBake(shift, settledAt);
      return bake.look;
    },
  });
  await bake?.finish();
  await holdWeights(shift, {
    ruleArns: changes.map(({ ruleArn }) => ruleArn),
    settledAt: pace.clock.now(),
    settleMs: tools.policy.lastSettleMs,
    when: 'after the bake',
    isCalm: false,
  });
  await swapNames(context, pace, elastigroups, setup);
  await swapTasks(shift);
  if (setup.blue !== null) {
    context.log(
      `${setup.groupName} is the new version now; the old one stays warm as ${setup.stageGroupName}.`,
    );
  }
  return rungs;
}

type Standalone = StandaloneShift['spec'];

async function standalone(shift: Shift, spec: Standalone): Promise<readonly Rung[]> {
  const { setup, tools, context } = shift;
  const change = standaloneChange(setup, spec, nameOf(context));
  const belongsTo = loadBalancerName(loadBalancerArnOf(spec.listenerRuleArn) ?? '');
  if (belongsTo !== spec.loadBalancer) {
    await warn(
      context,
      `the rule of ${nameOf(context)} belongs to the load balancer ${belongsTo}, not to ${spec.loadBalancer}; the rule decides`,
    );
  }
  const settleMs = change.set === 100 ? tools.policy.lastSettleMs : tools.policy.settleMs;
  return climb(shift, { changes: [change], settleMs });
}

function nameOf(context: StepContext): string {
  for (const node of nodesOf(context.stage)) if (node.path === context.path) return node.name;
  return context.path;
}

function summaryOf(rung: Rung) {
  const { label, set, reported, observed, proof } = rung;
  return { label, set, reported, observed, proof };
}
