// What a careful person would want to know before a run, each with its consequence.
import { formatDuration } from '../../lib/duration.ts';
import type { FailureAction, StageNode, StepNode } from '../../plan/plan.ts';
import { stepsOf } from '../../plan/walk.ts';
import { isSticky } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { StepOutlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { givesWeight } from '../../traffic/split.ts';
import { STEP_MARGIN_MS } from '../common/pace.ts';
import { dnsConsequence } from '../setup/dns-fail-over.ts';
import { scheduledTasks } from '../setup/group-document.ts';
import type { StageReading } from './reading.ts';
import type { Standing } from './standing.ts';

export interface WarningsRequest {
  readonly stage: StageNode;
  readonly reading: StageReading | undefined;
  readonly standing: Standing | undefined;
  readonly steps: readonly StepOutlook[];
  readonly policy: Policy;
}

export function warningsOf(request: WarningsRequest): readonly string[] {
  const { reading, standing } = request;
  if (reading === undefined || standing === undefined) return [];
  return [
    ...reading.warnings,
    ...stickiness(standing),
    ...sharing(standing),
    ...thinTraffic(request.steps),
    ...blueHealth(reading),
    ...dnsFailOver(reading),
    ...schedules(request.stage, reading),
    ...shortTimes(request.steps),
    ...missingWayBack(request.stage),
    ...incomplete(standing),
  ];
}

/** That of the prod rule is a warning of the setup itself. */
function stickiness({ rules, labels, setup }: Standing): readonly string[] {
  const prod = new Set(setup.loadBalancers.map(({ prodRuleArn }) => prodRuleArn));
  return rules
    .filter(({ rule, isWritten, before }) => isWritten && !prod.has(rule.arn) && isSticky(before))
    .map(
      ({ rule }) =>
        `the rule ${labels.get(rule.arn)} has stickiness, so clients that have its cookie stay on their target group whatever the weights are`,
    );
}

function sharing({ rules, setup }: Standing): readonly string[] {
  const arns = setup.loadBalancers.flatMap((each) => [
    each.prodTargetGroupArn,
    each.stageTargetGroupArn,
  ]);
  return rules
    .filter(({ isWritten }) => !isWritten)
    .flatMap(({ rule }) => {
      const shared = arns.filter((arn) => givesWeight(rule.actions, arn)).map(targetGroupName);
      if (shared.length === 0) return [];
      return [
        `the rule ${rule.arn} sends requests to ${shared.join(', ')} too, and this run does not shift it: it stays on that target group, and no share or zero can be counted there`,
      ];
    });
}

function thinTraffic(steps: readonly StepOutlook[]): readonly string[] {
  const thin = steps.flatMap(({ rungs }) => rungs.filter(({ isThin }) => isThin));
  if (thin.length === 0) return [];
  const names = [...new Set(thin.map(({ rung }) => rung))].join(', ');
  return [
    `${thin[0]?.reason}; the proof of ${names} waits its full time for counts and then goes without them`,
  ];
}

function blueHealth({ setup, targetGroups }: StageReading): readonly string[] {
  const { blue } = setup;
  if (blue === null) return [];
  return setup.loadBalancers.flatMap(({ prodTargetGroupArn }) => {
    const healthy = targetGroups.find(({ arn }) => arn === prodTargetGroupArn)?.healthy ?? 0;
    if (healthy >= blue.capacity.target) return [];
    return [
      `only ${healthy} of ${blue.capacity.target} targets of ${targetGroupName(prodTargetGroupArn)} are healthy: the way back waits until blue can carry the traffic`,
    ];
  });
}

function dnsFailOver({ setup, targetGroups }: StageReading): readonly string[] {
  return setup.loadBalancers.flatMap((site) => {
    const read = targetGroups.find(({ arn }) => arn === site.stageTargetGroupArn);
    return dnsConsequence(site, read?.attributes) ?? [];
  });
}

function schedules({ deployment }: StageNode, { setup }: StageReading): readonly string[] {
  const count = scheduledTasks(deployment?.groupDocument ?? {}).length;
  const blues = scheduledTasks(setup.blue?.document ?? {}).length;
  if (count + blues === 0) return [];
  return [
    `scheduled tasks: the ${count} of the document begin after the last rung, when the ${blues} of the old group are disabled; until then nothing of the new group follows a schedule`,
  ];
}

function shortTimes(steps: readonly StepOutlook[]): readonly string[] {
  return steps.flatMap(({ name, label, timeoutMs, rungs }) => {
    const [rung] = rungs;
    if (rung === undefined) return [];
    const leftMs = timeoutMs - STEP_MARGIN_MS;
    const step = label === null ? name : `${name} (${label})`;
    if (leftMs < rung.settleMs) {
      return [
        `the step ${step} will fail: its weights must stand for ${formatDuration(rung.settleMs)}, and its timeout is ${formatDuration(timeoutMs)}`,
      ];
    }
    const wantedMs = rung.settleMs + (rung.bakeMs ?? 0);
    if (leftMs >= wantedMs) return [];
    return [
      `the bake of the step ${step} is cut short by its timeout of ${formatDuration(timeoutMs)}; settling and baking take ${formatDuration(wantedMs)}`,
    ];
  });
}

function missingWayBack(stage: StageNode): readonly string[] {
  const warnings: string[] = [];
  if (![...stepsOf(stage.rollback)].some(({ type }) => type === 'ElastigroupRollback')) {
    warnings.push(
      'the stage has no ElastigroupRollback step: after a failure the new group is left over, and the run ends Dirty',
    );
  }
  const shifts = [...stepsOf(stage.steps)].filter(
    ({ type }) => type === 'ElastigroupBlueGreenTrafficShift',
  );
  const staying = shifts.filter((step) => !rollsBack(step)).map(({ name }) => name);
  if (staying.length > 0) {
    warnings.push(
      `no failure strategy rolls back when a proof fails in ${[...new Set(staying)].join(', ')}: the weights would stay as they are then`,
    );
  }
  return warnings;
}

function rollsBack({ failures }: StepNode): boolean {
  const last = (action: FailureAction | undefined): FailureAction | undefined => {
    if (action?.type === 'ManualIntervention') return last(action.onTimeout);
    if (action?.type !== 'Retry' && action?.type !== 'RetryStepGroup') return action;
    return last(action.onRetryFailure);
  };
  const type = last(failures.Verification)?.type;
  return type === 'StageRollback' || type === 'PipelineRollback';
}

function incomplete({ isPromoted, rules }: Standing): readonly string[] {
  const isShifted = rules.some(({ isWritten, lane }) => isWritten && lane === 'prod');
  if (isPromoted || !isShifted) return [];
  return [
    'no step gives prod 100 %: at the end both groups are in service, and names stay as they are',
  ];
}
