// Folds plan and journal into the view of a run.
import type { ApprovalDecided, ExecutionEvent } from '../execution/event.ts';
import { givenBy } from '../execution/state.ts';
import type { AskedInput } from '../plan/asked-input.ts';
import type { Plan, StepNode } from '../plan/plan.ts';
import { stepsOf } from '../plan/walk.ts';
import { type Bake, type BeforeImage, FACT, type Restored, type Review } from '../traffic/facts.ts';
import { openChoices } from './choices.ts';
import { shareOfFollowUp } from './follow-up.ts';
import { greenShare, stageShares } from './green-share.ts';
import { openInterventionViews } from './interventions.ts';
import { buildLanes, plannedRungs } from './ladder.ts';
import { leftoversOf } from './leftovers-of.ts';
import { noticesOf } from './notices-of.ts';
import type { GateView, PausedView, RunningStep, RunView } from './run-view.ts';
import { foldRun, type RunFold } from './step-fold.ts';
import { stepNames } from './step-names.ts';
import { openWaits } from './waits.ts';

/** `now` is the time on the run's clock; a finished run shows the time of its end instead. */
export function buildRunView(plan: Plan, events: readonly ExecutionEvent[], now: number): RunView {
  return viewOfFold(plan, foldRun(events, plan.resumed), now);
}

/** The same of a fold that somebody keeps. */
export function viewOfFold(plan: Plan, fold: RunFold, now: number): RunView {
  const steps = new Map<string, StepNode>();
  for (const step of stepsOf(plan.pipeline)) steps.set(step.path, step);
  const name = stepNames(plan);
  return {
    pipeline: fold.started?.pipeline ?? '',
    followUp: plan.followUp,
    world: fold.started?.world.kind ?? 'twin',
    startedAt: fold.started?.at ?? 0,
    now: fold.finished === undefined ? now : fold.lastAt,
    end: fold.finished?.end,
    cause: fold.finished?.cause,
    isRollingBack: fold.isRollingBack && fold.finished === undefined,
    abort: fold.abort && {
      by: fold.abort.by,
      restore: fold.abort.restore,
      isCause: (fold.backBecause ?? 'aborted') === 'aborted',
    },
    paused: pausedView(fold),
    resolved: fold.resolved && {
      by: fold.resolved.by,
      at: fold.resolved.at,
      comment: fold.resolved.comment,
      stillThere: fold.resolved.stillThere.map(({ what }) => what),
    },
    isTouched: fold.isTouched,
    leftovers: leftoversOf(fold),
    greenShare: plan.followUp === undefined ? greenShare(plan, fold) : shareOfFollowUp(plan, fold),
    shares: stageShares(plan, fold),
    lanes: buildLanes(plan, fold),
    gates: openGates(plan, fold, name),
    choices: [...openChoices(fold, name), ...openInterventionViews(fold, steps, name)],
    waits: openWaits(fold, name),
    running: runningSteps(fold, steps, name),
    bake: latest<Bake>(fold, FACT.bake),
    adopted: adoptedRules(fold),
    restored: fold.facts
      .filter((fact) => fact.name === FACT.restored)
      .map((fact) => fact.value as unknown as Restored),
    notices: noticesOf(fold),
    failure:
      fold.failure === undefined ? undefined : { ...fold.failure, name: name(fold.failure.path) },
  };
}

function pausedView({ paused, finished }: RunFold): PausedView | undefined {
  if (paused === undefined || finished !== undefined) return undefined;
  return { by: paused.by, at: paused.at, comment: paused.comment };
}

function latest<Value>(fold: RunFold, fact: string): Value | undefined {
  return fold.facts.findLast((each) => each.name === fact)?.value as unknown as Value | undefined;
}

function adoptedRules({ facts }: RunFold): readonly string[] {
  const images = facts.filter(({ name }) => name === FACT.adoptedImage);
  return [...new Set(images.map(({ value }) => (value as unknown as BeforeImage).label))];
}

function openGates(plan: Plan, fold: RunFold, name: (path: string) => string): readonly GateView[] {
  if (fold.abort !== undefined) return [];
  const rungs = plannedRungs(plan);
  const gates: GateView[] = [];
  for (const [path, step] of fold.steps) {
    if (step.status !== 'ApprovalWaiting' || step.opened === undefined) continue;
    if (isDecided(step.opened.approval.minimumCount, step.decisions)) continue;
    const { approval, attempt, expiresAt, at } = step.opened;
    const behind = rungs.find((rung) => rung.approvals.some((each) => each.path === path));
    gates.push({
      path,
      attempt,
      name: name(path),
      message: approval.message,
      openedAt: at,
      expiresAt,
      needed: approval.minimumCount,
      given: step.decisions.filter((each) => each.decision === 'approve').length,
      userGroups: approval.userGroups,
      disallowPipelineExecutor: approval.disallowPipelineExecutor,
      disallowedUserEmails: approval.disallowedUserEmails,
      decisions: step.decisions,
      review: (approval.review ?? undefined) as unknown as Review | undefined,
      inputs: askedNow(approval.inputs ?? [], step.decisions),
      trouble:
        step.watched === undefined || step.watched.isWell
          ? undefined
          : { says: step.watched.says, at: step.watched.at },
      rung: behind === undefined ? undefined : `${behind.lane}-${behind.weight}`,
    });
  }
  return gates;
}

/** The next approver sees what the ones before have given. */
function askedNow(
  asked: readonly AskedInput[],
  decisions: readonly ApprovalDecided[],
): readonly AskedInput[] {
  const given = givenBy(decisions);
  return asked.map((each) => {
    const value = given[each.name];
    return value === undefined ? each : { ...each, default: value };
  });
}

/** The run has only to take note of it: nobody is asked any more. */
function isDecided(minimumCount: number, decisions: GateView['decisions']): boolean {
  const given = decisions.filter(({ decision }) => decision === 'approve').length;
  return given >= Math.max(1, minimumCount) || given < decisions.length;
}

function runningSteps(
  fold: RunFold,
  steps: ReadonlyMap<string, StepNode>,
  name: (path: string) => string,
): readonly RunningStep[] {
  const running: RunningStep[] = [];
  for (const [path, step] of fold.steps) {
    if (step.status !== 'Running' || step.isHeld) continue;
    const node = steps.get(path);
    running.push({
      path,
      name: name(path),
      type: node?.type ?? '',
      startedAt: step.startedAt,
      deadlineAt: step.deadlineAt,
    });
  }
  return running;
}
