// What a run would do, thought through step by step over what was read: pure, nothing is asked and nothing is written.
import type { Plan, PlanNode, StageNode } from '../../plan/plan.ts';
import { childrenOf, nodesOf, stepsOf } from '../../plan/walk.ts';
import type { Outlook, StageOutlook, StepOutlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { describeGroups, describeRules } from './describe-now.ts';
import { describeStep } from './describe-step.ts';
import { leastTime } from './least-time.ts';
import type { RunReading, StageReading } from './reading.ts';
import { type Standing, standingOf } from './standing.ts';
import { warningsOf } from './warnings.ts';

/** `policy` is asked for the environment's identifier. Throws a `StepFailure` with what a step would refuse. */
export function describeRun(
  plan: Plan,
  reading: RunReading,
  policy: (environment: string) => Policy,
): Outlook {
  const stages: StageOutlook[] = [];
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind !== 'stage') continue;
    const read = reading.stages.find(({ path }) => path === node.path);
    const environment = node.deployment?.environment.identifier ?? '';
    const stage = describeStage(node, read, policy(environment));
    stages.push({ ...stage, warnings: [...stage.warnings, ...afterOthers(reading, read)] });
  }
  const leastOf = new Map(stages.map(({ path, leastMs }) => [path, leastMs]));
  const steps = stages.flatMap((stage) => stage.steps);
  return {
    pipeline: plan.pipeline.name,
    template: plan.pipeline.template ?? null,
    stages,
    leastMs: leastTime(plan.pipeline, (node) => leastOf.get(node.path)),
    gates: steps.filter(({ gate }) => gate !== null).length,
  };
}

/** What is read now is not what such a stage will find. */
function afterOthers({ stages }: RunReading, read: StageReading | undefined): readonly string[] {
  if (read === undefined) return [];
  const rules = new Set(read.rules.map(({ rule }) => rule.arn));
  const before = stages
    .slice(0, stages.indexOf(read))
    .find(
      (each) =>
        each.setup.groupName === read.setup.groupName ||
        each.rules.some(({ rule }) => rules.has(rule.arn)),
    );
  if (before === undefined) return [];
  return [
    `the stage ${before.path} works on the same rules or groups before: what this stage finds then is not what is shown here`,
  ];
}

function describeStage(
  stage: StageNode,
  reading: StageReading | undefined,
  policy: Policy,
): StageOutlook {
  const standing = reading === undefined ? undefined : standingOf(reading);
  const steps: StepOutlook[] = [];
  const walk = (node: PlanNode, label: string | null, around: string | null): void => {
    const template = node.template ?? around;
    if (node.kind === 'step') {
      const at = { stage, reading, standing, policy, label, template };
      steps.push(describeStep(node, at));
      return;
    }
    for (const [index, child] of childrenOf(node).entries()) {
      walk(child, (node.kind === 'strategy' ? node.labels[index] : undefined) ?? label, template);
    }
  };
  walk(stage.steps, null, null);
  const leastOf = new Map(steps.map(({ path, leastMs }) => [path, leastMs]));
  const { deployment } = stage;
  return {
    path: stage.path,
    name: stage.name,
    template: stage.template ?? null,
    deploys:
      deployment === undefined
        ? null
        : {
            service: deployment.service.name,
            environment: deployment.environment.name,
            infrastructure: deployment.infrastructure.name,
            amiId: deployment.amiId,
          },
    rules: reading && standing ? describeRules(reading, standing) : [],
    groups: reading === undefined ? [] : describeGroups(reading),
    steps,
    rollback: [...stepsOf(stage.rollback)].map(({ name }) => name),
    afterwards: standing === undefined ? null : afterwards(standing, policy),
    warnings: warningsOf({ stage, reading, standing, steps, policy }),
    leastMs: leastTime(stage.steps, (node) => leastOf.get(node.path)),
  };
}

function afterwards({ setup, isPromoted }: Standing, policy: Policy): string | null {
  const { blue, stageGroupName } = setup;
  if (blue === null || !isPromoted) return null;
  const stays = `${blue.id} stays warm as ${stageGroupName} with ${blue.capacity.target} instances`;
  const until =
    policy.cleanUp === 'never'
      ? 'until somebody takes it away'
      : 'until the next deployment or "penstock cleanup"';
  return `${stays} ${until}; "penstock rollback" brings everything back as long as it is there`;
}
