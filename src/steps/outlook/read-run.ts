// The look at the world before a run is described: what its setup would look at, and the rules and target groups of its shifts.
import type { Elastigroups, Process } from '../../cloud/elastigroups.ts';
import type { Listener, LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import type { Metrics } from '../../cloud/metrics.ts';
import type { ElastigroupBgStageSetupSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import { parseRenderedSpec } from '../../pipeline/step-types/step-types.ts';
import type { Plan, StageNode, StepNode } from '../../plan/plan.ts';
import { nodesOf, stepsOf } from '../../plan/walk.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { loadBalancerArnOf, loadBalancerName } from '../../traffic/arn.ts';
import type { Setup } from '../../traffic/facts.ts';
import { PERIOD_MS } from '../../traffic/periods.ts';
import { look } from '../common/group-health.ts';
import type { Pace } from '../common/pace.ts';
import { withRetries } from '../common/with-retries.ts';
import { firstSetup, sharingRulesOf } from '../setup/before-setup.ts';
import { longestDelayMs, shortDrains } from '../setup/draining-time.ts';
import { imageOf } from '../setup/find-groups.ts';
import { refuseLiveLeftover } from '../setup/leftover-group.ts';
import {
  lookAround,
  type Surroundings,
  standaloneRules,
  testedRules,
} from '../setup/look-around.ts';
import type { StepMeans, StepTools } from '../tools.ts';
import type { RuleReading, RunReading, StageReading, TargetGroupReading } from './reading.ts';

/** Reads only. Throws a `StepFailure` with what a setup would refuse, and `CloudError`. */
export async function readRun(means: StepMeans, plan: Plan, pace: Pace): Promise<RunReading> {
  const stages: StageReading[] = [];
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind !== 'stage') continue;
    const setup = setupStepOf(node);
    if (setup === undefined) continue;
    const policy = means.policy(node.deployment?.environment.identifier ?? '');
    stages.push(await readStage({ ...means, policy }, node, setup, pace));
  }
  return { stages };
}

interface SetupStep {
  readonly step: StepNode;
  readonly spec: ElastigroupBgStageSetupSpec;
}

/** The step that sets up the stage's group; undefined as long as something of it is known only later. */
function setupStepOf(stage: StageNode): SetupStep | undefined {
  for (const step of stepsOf(stage.steps)) {
    if (step.type !== 'ElastigroupBGStageSetup') continue;
    const parsed = parseRenderedSpec('ElastigroupBGStageSetup', step.spec);
    return parsed.status === 'ok' ? { step, spec: parsed.spec } : undefined;
  }
  return undefined;
}

async function readStage(
  tools: StepTools,
  stage: StageNode,
  { step, spec }: SetupStep,
  pace: Pace,
): Promise<StageReading> {
  const said: string[] = [];
  const warn = async (text: string): Promise<void> => {
    said.push(text);
  };
  const looking = { path: step.path, attempt: 1, stage, facts: () => [], warn };
  const seen = await lookAround(tools, spec, looking, pace);
  const { elastigroups, loadBalancers, metrics, sites, found, wanted } = seen;
  const setup = firstSetup(stage, spec, sites, found, wanted);
  const leftover = found.staged === undefined ? null : imageOf(found.staged);
  if (leftover !== null) {
    const exempt = testedRules(tools.policy, stage);
    await refuseLiveLeftover(pace, leftover, { sites, exempt, metrics, loadBalancers });
  }
  const drains = await shortDrainsOf(seen, setup, pace);
  const rules = await readRules(stage, seen, pace);
  return {
    path: stage.path,
    setup,
    wanted,
    rules,
    targetGroups: await readTargetGroups({ loadBalancers, metrics }, rules, pace),
    leftover,
    suspended: await suspendedIn(elastigroups, setup, pace),
    warnings: [...said, ...drains],
  };
}

async function shortDrainsOf(
  { deployment, loadBalancers }: Surroundings,
  setup: Setup,
  pace: Pace,
): Promise<readonly string[]> {
  const stage = setup.loadBalancers.map(({ stageTargetGroupArn }) => stageTargetGroupArn);
  const prod = setup.loadBalancers.map(({ prodTargetGroupArn }) => prodTargetGroupArn);
  const drains = {
    document: deployment.groupDocument,
    setup,
    greenDelayMs: await longestDelayMs(pace, loadBalancers, stage),
    blueDelayMs: await longestDelayMs(pace, loadBalancers, prod),
  };
  return shortDrains(drains);
}

async function readRules(
  stage: StageNode,
  { sites, loadBalancers }: Surroundings,
  pace: Pace,
): Promise<readonly RuleReading[]> {
  const prod = sites.map(({ prodRule }) => prodRule);
  const own = [...new Set(standaloneRules(stage))].filter(
    (arn) => !arn.includes('<+') && prod.every((rule) => rule.arn !== arn),
  );
  const standalone =
    own.length === 0 ? [] : await withRetries(pace, () => loadBalancers.rulesByArn(own));
  const written = [...prod, ...standalone];
  const known = new Set(written.map(({ arn }) => arn));
  const sharing = sites.flatMap(sharingRulesOf).filter(({ arn }) => !known.has(arn));
  const listeners = await listenersOf([...written, ...sharing], loadBalancers, pace);
  const reading = (role: RuleReading['role']): ((rule: Rule) => RuleReading) => {
    return (rule) => ({
      rule,
      loadBalancer: loadBalancerName(loadBalancerArnOf(rule.arn) ?? ''),
      port: listeners.find(({ arn }) => arn === rule.listenerArn)?.port ?? null,
      role,
    });
  };
  return [...written.map(reading('written')), ...sharing.map(reading('sharing'))];
}

async function listenersOf(
  rules: readonly Rule[],
  loadBalancers: LoadBalancers,
  pace: Pace,
): Promise<readonly Listener[]> {
  const arns = new Set(rules.flatMap(({ arn }) => loadBalancerArnOf(arn) ?? []));
  const read = [...arns].map((arn) => withRetries(pace, () => loadBalancers.listeners(arn)));
  return (await Promise.all(read)).flat();
}

async function readTargetGroups(
  clouds: { readonly loadBalancers: LoadBalancers; readonly metrics: Metrics },
  rules: readonly RuleReading[],
  pace: Pace,
): Promise<readonly TargetGroupReading[]> {
  const { loadBalancers } = clouds;
  const loadBalancerOf = new Map<string, string>();
  for (const { rule } of rules) {
    for (const { targetGroupArn } of forwardedTo(rule.actions) ?? []) {
      loadBalancerOf.set(targetGroupArn, loadBalancerArnOf(rule.arn) ?? '');
    }
  }
  const read = [...loadBalancerOf].map(async ([arn, loadBalancerArn]) => {
    const watched = { loadBalancers, targetGroupArn: arn, wanted: 0, group: undefined };
    const [attributes, { healthy, targets }, requestsPerMinute] = await Promise.all([
      withRetries(pace, () => loadBalancers.targetGroupAttributes(arn)),
      look(pace, watched),
      requestRate(clouds.metrics, loadBalancerArn, arn, pace),
    ]);
    return { arn, attributes, healthy, targets, requestsPerMinute };
  });
  return await Promise.all(read);
}

/** CloudWatch is late by minutes, so the newest of these are often missing. */
const RATE_PERIODS = 10;

/** A CloudWatch that does not answer says nothing against a run. */
async function requestRate(
  metrics: Metrics,
  loadBalancerArn: string,
  targetGroupArn: string,
  { clock }: Pace,
): Promise<number | null> {
  const to = Math.floor(clock.now() / PERIOD_MS) * PERIOD_MS;
  const query = {
    loadBalancerArn,
    targetGroupArn,
    metric: 'RequestCount',
    statistic: 'Sum',
  } as const;
  const from = to - RATE_PERIODS * PERIOD_MS;
  const [periods = []] = await metrics.read([query], from, to).catch(() => []);
  if (periods.length === 0) return null;
  return Math.round(periods.reduce((sum, { value }) => sum + value, 0) / periods.length);
}

async function suspendedIn(
  elastigroups: Elastigroups,
  { blue }: Setup,
  pace: Pace,
): Promise<readonly Process[]> {
  if (blue === null) return [];
  const found = await withRetries(pace, () => elastigroups.suspensions(blue.id));
  return found.map(({ name }) => name);
}
