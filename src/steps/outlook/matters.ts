// What of a plan and of the world a person has agreed to, and what has become different since, in lines for people.
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Plan } from '../../plan/plan.ts';
import { planChanges } from '../../plan/plan-changes.ts';
import { canonicalActions } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import { actionDifferences } from '../../traffic/differences.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Policy } from '../../traffic/policy.ts';
import type { RunReading } from './reading.ts';

/**
 * Plain JSON. Health, traffic and times are left out: they change all the time, and a run looks at
 * them itself before each step.
 */
export interface Matters {
  readonly world: string;
  /** What was bound stands in its nodes. */
  readonly plan: Plan;
  /** Whether healthy targets of no known group are accepted. */
  readonly adoptUnmanaged: boolean;
  /** By environment. */
  readonly settings: Readonly<Record<string, JsonObject>>;
  /** By ARN: every rule that the run writes, and those that share its target groups. */
  readonly rules: Readonly<Record<string, readonly RuleAction[]>>;
  readonly targetGroups: Readonly<Record<string, JsonObject>>;
  /** By the name under which a setup looks for it; null for none. */
  readonly groups: Readonly<Record<string, JsonObject | null>>;
}

export interface MattersRequest {
  /** The name of the world: two runs act in the same one exactly when theirs are equal. */
  readonly world: string;
  readonly plan: Plan;
  readonly reading: RunReading;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly adoptUnmanaged: boolean;
}

export function mattersOf(request: MattersRequest): Matters {
  const { world, plan, reading, policies, adoptUnmanaged } = request;
  const rules: Record<string, readonly RuleAction[]> = {};
  const targetGroups: Record<string, JsonObject> = {};
  const groups: Record<string, JsonObject | null> = {};
  for (const stage of reading.stages) {
    for (const { rule } of stage.rules) {
      rules[rule.arn] = JSON.parse(canonicalActions(rule.actions)) as readonly RuleAction[];
    }
    for (const { arn, attributes } of stage.targetGroups) targetGroups[arn] = { ...attributes };
    groups[stage.setup.groupName] = groupOf(stage.setup.blue);
    groups[stage.setup.stageGroupName] = groupOf(stage.leftover);
  }
  const settings = Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => [name, plain(policy)]),
  );
  const planned = { ...plan, bound: [] };
  return { world, plan: planned, adoptUnmanaged, settings, rules, targetGroups, groups };
}

/** Equal texts mean that nothing which matters is different. */
export function textOfMatters(matters: Matters): string {
  return canonicalJson(matters as unknown as Json);
}

/** Empty when nothing is different. */
export function changesSince(then: Matters, now: Matters): readonly string[] {
  return [
    ...(then.world === now.world ? [] : [`the world: ${then.world} → ${now.world}`]),
    ...planChanges(then.plan, now.plan).map((change) => `the pipeline: ${change}`),
    ...(then.adoptUnmanaged === now.adoptUnmanaged
      ? []
      : [`--adopt-unmanaged: ${then.adoptUnmanaged} → ${now.adoptUnmanaged}`]),
    ...leaves('the settings of', then.settings, now.settings),
    ...ruleChanges(then, now),
    ...leaves('target group', then.targetGroups, now.targetGroups, targetGroupName),
    ...leaves('group', then.groups, now.groups),
  ];
}

/** Of a group's document: times, and what stands beside it. */
const LEFT_OUT = new Set(['createdAt', 'updatedAt', 'capacity']);

function groupOf(group: GroupImage | null): JsonObject | null {
  if (group === null) return null;
  const { id, name, capacity, document } = group;
  const kept = Object.entries(document).filter(([key]) => !LEFT_OUT.has(key));
  return plain({ id, name, capacity, document: Object.fromEntries(kept) });
}

function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function ruleChanges(then: Matters, now: Matters): readonly string[] {
  const arns = [...new Set([...Object.keys(then.rules), ...Object.keys(now.rules)])];
  return arns.flatMap((arn) => {
    const [was, is] = [then.rules[arn], now.rules[arn]];
    if (was === undefined) return [`the rule ${arn} counts now: it names one of the target groups`];
    if (is === undefined) return [`the rule ${arn} names none of the target groups any more`];
    return actionDifferences(arn, was, is).map(
      ({ what, left, found }) => `${what}: ${left} → ${found}`,
    );
  });
}

/** One line for each single value. */
function leaves(
  kind: string,
  then: Readonly<Record<string, Json>>,
  now: Readonly<Record<string, Json>>,
  nameOf: (key: string) => string = (key) => key,
): readonly string[] {
  const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return keys.flatMap((key) => {
    const [was, is] = [valuesOf(then[key]), valuesOf(now[key])];
    const places = [...new Set([...was.keys(), ...is.keys()])];
    return places
      .filter((place) => was.get(place) !== is.get(place))
      .map((place) => {
        const of = place === '' ? '' : `, ${place}`;
        return `${kind} ${nameOf(key)}${of}: ${was.get(place) ?? 'none'} → ${is.get(place) ?? 'none'}`;
      });
  });
}

function valuesOf(value: Json | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const add = (place: string, each: Json | undefined): void => {
    const inner = Array.isArray(each) ? { ...each } : each;
    if (isJsonObject(inner)) {
      for (const key of Object.keys(inner)) add(place === '' ? key : `${place}.${key}`, inner[key]);
    } else if (each !== undefined && each !== null) {
      values.set(place, String(each));
    }
  };
  add('', value);
  return values;
}
