// What must hold in every run, looked at after every commit and at the end, from outside the engine and its steps.
import type { ExecutionEvent, ExecutionFinished } from '../../src/execution/event.ts';
import { canonicalJson, type Json } from '../../src/lib/json.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { canonicalActions } from '../../src/traffic/actions.ts';
import { type BeforeImage, FACT, type Rung } from '../../src/traffic/facts.ts';
import { type PlannedWeights, plannedWeights } from './planned-weights.ts';
import {
  type GroupState,
  healthyIn,
  targetGroupsWith,
  type Weights,
  type WorldState,
} from './world-state.ts';

export interface Invariants {
  afterCommit(events: readonly ExecutionEvent[], now: WorldState): void;
  /** A fault has just written a rule: what it wrote is no work of ours. */
  foreignEdit(now: WorldState): void;
  atEnd(result: ExecutionFinished, now: WorldState): void;
  /** Everything that did not hold, in the order in which it was seen. */
  readonly broken: readonly string[];
}

interface Watch {
  readonly before: WorldState;
  readonly planned: PlannedWeights;
  readonly foreign: Map<string, Weights>;
  /** What the way back is to leave, since a person has adopted another hand's rule. */
  readonly adopted: Map<string, BeforeImage['actions']>;
  last: WorldState;
  lastRungProven: boolean;
  readonly deciders: Map<string, Set<string>>;
  readonly needed: Map<string, number>;
  readonly report: (text: string) => void;
}

export function watchInvariants(plan: Plan, before: WorldState): Invariants {
  const broken: string[] = [];
  const watch: Watch = {
    before,
    planned: plannedWeights(plan, before),
    foreign: new Map(),
    adopted: new Map(),
    last: before,
    lastRungProven: false,
    deciders: new Map(),
    needed: new Map(),
    report: (text) => {
      if (!broken.includes(text)) broken.push(text);
    },
  };
  return {
    broken,
    afterCommit(events, now) {
      for (const event of events) checkEvent(watch, event, now);
      checkWeights(watch, now);
      checkHealthOfGaining(watch, now);
      checkRemovals(watch, now);
      checkNames(watch, now);
      watch.last = now;
    },
    foreignEdit(now) {
      for (const { arn, weights } of now.rules) watch.foreign.set(arn, weights);
      watch.last = now;
    },
    atEnd(result, now) {
      if (result.end === 'RolledBack') checkAllAsBefore(watch, now);
      if (result.end === 'Dirty' && result.leftovers.length === 0) {
        watch.report('the run is Dirty, but names no leftover');
      }
    },
  };
}

function checkEvent(watch: Watch, event: ExecutionEvent, now: WorldState): void {
  if (event.type === 'FactRecorded' && event.name === FACT.rung) {
    checkProof(watch, event.value as unknown as Rung, now);
  }
  if (event.type === 'FactRecorded' && event.name === FACT.adoptedImage) {
    const { ruleArn, actions } = event.value as unknown as BeforeImage;
    watch.adopted.set(ruleArn, actions);
  }
  if (event.type === 'ApprovalOpened') watch.needed.set(event.path, event.approval.minimumCount);
  if (event.type !== 'ApprovalDecided') return;
  const people = watch.deciders.get(event.path) ?? new Set();
  if (people.has(event.by)) watch.report(`${event.by} was counted twice at ${event.path}`);
  if (people.size >= (watch.needed.get(event.path) ?? 0)) {
    watch.report(`${event.path} was decided already when ${event.by} was counted`);
  }
  watch.deciders.set(event.path, people.add(event.by));
}

function checkProof(watch: Watch, rung: Rung, now: WorldState): void {
  if (rung.state !== 'proven') return;
  if (rung.set !== rung.reported) {
    watch.report(
      `${rung.rung} is called proven with ${rung.set} set and ${rung.reported} reported`,
    );
  }
  const weights = now.rules.find(({ arn }) => arn === rung.ruleArn)?.weights ?? {};
  const share = shareOf(weights, watch.planned.green);
  if (share !== rung.set) {
    watch.report(`${rung.rung} is called proven while the rule gives green ${share} %`);
  }
  if (rung.lane === 'prod' && rung.set === 100) watch.lastRungProven = true;
}

/** Weights are what some rung, the image before the run, or another hand says. */
function checkWeights({ before, planned, foreign, report }: Watch, now: WorldState): void {
  for (const { arn, weights } of now.rules) {
    const image = before.rules.find((rule) => rule.arn === arn)?.weights ?? {};
    const allowed = [image, foreign.get(arn) ?? image, ...(planned.rungs.get(arn) ?? [])];
    if (allowed.some((each) => sameWeights(each, weights))) continue;
    report(`${arn} has the weights ${textOf(weights)}, which nobody asked for`);
  }
}

/** What gains weight has all the healthy targets it is to have, or had weight before the run. */
function checkHealthOfGaining({ before, planned, last, report }: Watch, now: WorldState): void {
  for (const { arn, weights } of now.rules) {
    const earlier = last.rules.find((rule) => rule.arn === arn)?.weights ?? {};
    const image = before.rules.find((rule) => rule.arn === arn)?.weights ?? {};
    for (const [targetGroup, weight] of Object.entries(weights)) {
      if (weight <= (earlier[targetGroup] ?? 0)) continue;
      const had = healthyIn(before, targetGroup);
      const wanted = planned.green.has(targetGroup) ? planned.greenWanted : had;
      if (healthyIn(now, targetGroup) >= wanted) continue;
      if ((image[targetGroup] ?? 0) > 0 && had === 0) continue;
      report(
        `${arn} gave ${targetGroup} weight with ${healthyIn(now, targetGroup)} healthy targets`,
      );
    }
  }
}

/** Nothing is made smaller or deleted while a rule gives it weight. */
function checkRemovals({ last, report }: Watch, now: WorldState): void {
  for (const group of last.groups) {
    const after = now.groups.find(({ id }) => id === group.id);
    const isSmaller = after === undefined || after.capacity.target < group.capacity.target;
    if (!isSmaller) continue;
    for (const targetGroup of targetGroupsWith(last, group)) {
      const user = [...last.rules, ...now.rules].find(
        (rule) => (rule.weights[targetGroup] ?? 0) > 0,
      );
      if (user === undefined) continue;
      report(`${group.name} (${group.id}) was made smaller while ${user.arn} gave it weight`);
    }
  }
}

/** A group that was there keeps its name until the last rung of prod is proven. */
function checkNames({ before, lastRungProven, report }: Watch, now: WorldState): void {
  if (lastRungProven) return;
  for (const { id, name } of before.groups) {
    const after = now.groups.find((group) => group.id === id);
    if (after === undefined || after.name === name) continue;
    report(`${id} was renamed from ${name} to ${after.name} before the last proof`);
  }
}

/** A leftover that made room for green does not come back; everything else is as it was. */
function checkAllAsBefore({ before, adopted, report }: Watch, now: WorldState): void {
  for (const { arn, actions } of now.rules) {
    const first = before.rules.find((rule) => rule.arn === arn)?.actions ?? [];
    const image = adopted.get(arn) ?? first;
    if (canonicalActions(image) === canonicalActions(actions)) continue;
    report(`the run is RolledBack, but ${arn} is not as before`);
  }
  for (const group of now.groups) {
    const image = before.groups.find(({ id }) => id === group.id);
    if (image === undefined) report(`the run is RolledBack, but ${group.name} is still there`);
    else if (essence(image) !== essence(group)) {
      report(
        `the run is RolledBack, but ${group.id} was ${essence(image)} and is ${essence(group)}`,
      );
    }
  }
}

function essence({ name, capacity, suspensions }: GroupState): string {
  const names = suspensions.map((suspension) => suspension.name);
  return canonicalJson({ name, capacity, suspensions: names } as unknown as Json);
}

function sameWeights(left: Weights, right: Weights): boolean {
  return textOf(left) === textOf(right);
}

function textOf(weights: Weights): string {
  return canonicalJson(weights);
}

function shareOf(weights: Weights, green: ReadonlySet<string>): number {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  const ours = Object.entries(weights).filter(([arn]) => green.has(arn));
  const part = ours.reduce((total, [, weight]) => total + weight, 0);
  return sum === 0 ? 0 : (100 * part) / sum;
}
