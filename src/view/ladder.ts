// The ladder: every rung the plan can climb, in written order, with what the journal knows of it.
import { isJsonObject, type Json } from '../lib/json.ts';
import type { NodePath, Plan, PlanNode, StageNode, StepNode } from '../plan/plan.ts';
import { childrenOf, nodesOf, stepsOf } from '../plan/walk.ts';
import { type BeforeImage, FACT, type Lane, type Rung } from '../traffic/facts.ts';
import { liesIn, stageLabels } from './deploying-stages.ts';
import type { LaneView, RowView, RungState, RungView } from './run-view.ts';
import type { RunFold, StepFold } from './step-fold.ts';

const SHIFT = 'ElastigroupBlueGreenTrafficShift';
const APPROVAL = 'HarnessApproval';

/** A rung as the plan has it: shift steps that stand together, and the approvals before them. */
export interface PlannedRung {
  readonly lane: Lane;
  readonly weight: number;
  /** The path of the stage it lies in. */
  readonly stage: NodePath;
  readonly approvals: readonly StepNode[];
  readonly shifts: readonly StepNode[];
}

/** Rungs in written order; steps of one sequence with one lane and weight make one rung. */
export function plannedRungs(plan: Plan): readonly PlannedRung[] {
  const stages = [...nodesOf(plan.pipeline)].filter((node) => node.kind === 'stage');
  return stages.flatMap(rungsOf);
}

function rungsOf(stage: StageNode): readonly PlannedRung[] {
  const rungs: PlannedRung[] = [];
  const stageGroup = stageTargetGroupOf(stage);
  const visit = (node: PlanNode): void => {
    let approvals: StepNode[] = [];
    let open: { lane: Lane; weight: number; shifts: StepNode[] } | undefined;
    for (const child of childrenOf(node)) {
      if (child.kind !== 'step') {
        visit(child);
        continue;
      }
      if (child.type === APPROVAL) approvals.push(child);
      if (child.type !== SHIFT) continue;
      const { lane, weight } = laneAndWeight(child, stageGroup);
      if (open?.lane === lane && open.weight === weight) {
        open.shifts.push(child);
        continue;
      }
      open = { lane, weight, shifts: [child] };
      rungs.push({ lane, weight, stage: stage.path, approvals, shifts: open.shifts });
      approvals = [];
    }
  };
  visit(stage);
  return rungs;
}

/** A stage has its own lanes: its rules are nobody else's. */
export function buildLanes(plan: Plan, fold: RunFold): readonly LaneView[] {
  const rungs = plannedRungs(plan);
  const labelOf = stageLabels(plan);
  const stages = [...new Set(rungs.map(({ stage }) => stage))];
  return stages.flatMap((stage) =>
    (['stage', 'prod'] as const).flatMap((lane) => {
      const planned = rungs.filter((rung) => rung.stage === stage && rung.lane === lane);
      if (planned.length === 0) return [];
      const own = planned.map((rung) => viewRung(rung, fold));
      const image = fold.facts.find(
        ({ name, path, value }) =>
          name === FACT.beforeImage &&
          liesIn(path, { path: stage }) &&
          (value as unknown as BeforeImage).lane === lane,
      );
      const labels = own.flatMap((rung) => rung.rows.map((row) => row.label));
      const rules = [...new Set(labels)];
      return [{ lane, stage: labelOf(stage), rules, beforeAt: image?.at, rungs: own }];
    }),
  );
}

function viewRung(planned: PlannedRung, fold: RunFold): RungView {
  const rows: RowView[] = planned.shifts.map((step) => ({
    label: step.name,
    path: step.path,
    rung: latestRung(fold, step.path),
  }));
  return {
    rung: `${planned.lane}-${planned.weight}`,
    weight: planned.weight,
    state: rungState(planned, rows, fold),
    gate: viewGate(planned, fold),
    rows,
  };
}

function latestRung(fold: RunFold, path: NodePath): Rung | undefined {
  const facts = fold.facts.filter((fact) => fact.name === FACT.rung && fact.path === path);
  return facts.at(-1)?.value as unknown as Rung | undefined;
}

function rungState(planned: PlannedRung, rows: readonly RowView[], fold: RunFold): RungState {
  const statuses = planned.shifts.map(
    (step) => fold.steps.get(step.path)?.status ?? fold.finishedNodes.get(step.path),
  );
  const wasWritten = rows.some((row) => row.rung?.writtenAt != null);
  const goesBack = fold.goingBack.has(planned.stage);
  if (goesBack && wasWritten) return 'back';
  if (statuses.some((status) => status === 'Failed' || status === 'Expired')) return 'failed';
  if (statuses.every((status) => status === 'Success')) return 'proven';
  if (statuses.some((status) => status === 'Running')) {
    const current = rows.findLast((row) => row.rung !== undefined)?.rung;
    return current?.state === 'settling' || current?.state === 'proven' ? 'settling' : 'writing';
  }
  if (statuses.includes('InterventionWaiting')) return 'choice open';
  const gates = planned.approvals.map((step) => fold.steps.get(step.path)?.status);
  if (gates.includes('ApprovalWaiting')) return 'gate open';
  if (statuses.some((status) => status !== undefined)) return 'skipped';
  return goesBack || fold.finished !== undefined ? 'skipped' : 'to come';
}

function viewGate(planned: PlannedRung, fold: RunFold): RungView['gate'] {
  const approval = planned.approvals.at(-1);
  if (approval === undefined) return { needed: 0, given: 0, state: 'none' };
  const step = fold.steps.get(approval.path);
  const needed = neededOf(approval, step);
  const given = step?.decisions.filter((each) => each.decision === 'approve').length ?? 0;
  return { needed, given, state: gateState(step, planned, fold) };
}

function gateState(
  step: StepFold | undefined,
  { stage }: PlannedRung,
  fold: RunFold,
): RungView['gate']['state'] {
  if (step === undefined)
    return fold.goingBack.has(stage) || fold.finished !== undefined ? 'skipped' : 'to come';
  if (step.status === 'Success' || step.status === 'IgnoreFailed') return 'passed';
  if (step.status === 'ApprovalRejected') return 'rejected';
  if (step.status === 'Expired') return 'expired';
  return 'open';
}

function neededOf(approval: StepNode, step: StepFold | undefined): number {
  if (step?.opened !== undefined) return step.opened.approval.minimumCount;
  const approvers = approval.spec['approvers'];
  const count = isJsonObject(approvers) ? approvers['minimumCount'] : undefined;
  return Math.max(1, Number(count ?? 1) || 1);
}

function laneAndWeight(
  step: StepNode,
  stageGroup: string | undefined,
): { lane: Lane; weight: number } {
  const wrapper = member(step.spec, 'elastigroupTrafficShiftWrapper');
  const spec = member(wrapper, 'spec');
  if (member(wrapper, 'type') === 'Inherit') {
    return { lane: 'prod', weight: Number(member(spec, 'weightPercentage') ?? 0) };
  }
  const tuples = member(spec, 'forwardTrafficConfig');
  const list = Array.isArray(tuples) ? (tuples as readonly Json[]) : [];
  const sum = list.reduce<number>(
    (total, tuple) => total + Number(member(tuple, 'weight') ?? 0),
    0,
  );
  const green = list.find((tuple) => member(tuple, 'targetGroupArn') === stageGroup) ?? list[0];
  const weight = sum === 0 ? 0 : Math.round((Number(member(green, 'weight') ?? 0) / sum) * 100);
  return { lane: 'stage', weight };
}

function stageTargetGroupOf(stage: StageNode): string | undefined {
  for (const step of stepsOf(stage)) {
    const loadBalancers = step.spec['loadBalancers'];
    if (!Array.isArray(loadBalancers)) continue;
    const arn = member(
      member((loadBalancers as readonly Json[])[0], 'spec'),
      'stageTargetGroupArn',
    );
    if (typeof arn === 'string') return arn;
  }
  return undefined;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
