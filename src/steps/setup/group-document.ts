// The document of the green group, as Spot takes it inside `group`: the user's, under the stage name, empty, and on the stage target groups.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Deployment } from '../../plan/plan.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import { groupOf, memberOf } from './refuse-document.ts';

export interface GreenDocument {
  readonly deployment: Deployment;
  readonly name: string;
  readonly targetGroupArns: readonly string[];
  /** The longest deregistration delay of these target groups. */
  readonly deregistrationDelayMs: number;
}

const DROPPED: ReadonlySet<string> = new Set(['id', 'createdAt', 'updatedAt']);

export function greenDocument(green: GreenDocument): JsonObject {
  const given = withoutNulls(groupOf(green.deployment.groupDocument));
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !DROPPED.has(name)));
  return {
    ...kept,
    name: green.name,
    capacity: {
      unit: 'instance',
      ...memberOf(given, 'capacity'),
      minimum: 0,
      target: 0,
      maximum: 0,
    },
    strategy: strategyOf(given, green.deregistrationDelayMs),
    compute: computeOf(given, green),
    ...schedulingOf(given),
  };
}

/** The scheduling tasks of a document; green's are created disabled. */
export function scheduledTasks(document: JsonObject): readonly JsonObject[] {
  const tasks = memberOf(groupOf(document), 'scheduling')['tasks'];
  return Array.isArray(tasks) ? tasks.filter(isJsonObject).map(withoutNulls) : [];
}

export function disabled(tasks: readonly JsonObject[]): readonly JsonObject[] {
  return tasks.map((task) => ({ ...task, isEnabled: false }));
}

/** The names of third parties in the document; they act on both groups. */
export function thirdParties(document: JsonObject): readonly string[] {
  const given = memberOf(groupOf(document), 'thirdPartiesIntegration');
  return Object.keys(given).filter((name) => given[name] !== null);
}

/** The target groups that a group's document registers its instances in. */
export function targetGroupsOf(document: JsonObject): readonly string[] {
  const launch = memberOf(memberOf(groupOf(document), 'compute'), 'launchSpecification');
  const listed = memberOf(launch, 'loadBalancersConfig')['loadBalancers'];
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: Json) => {
    const arn = isJsonObject(entry) ? entry['arn'] : undefined;
    return typeof arn === 'string' ? [arn] : [];
  });
}

const DEFAULT_DRAINING_SECONDS = 120;

/** Never shorter than the target group's own delay: Spot would end instances that still answer. */
export function drainingSeconds(document: JsonObject): number {
  const given = memberOf(groupOf(document), 'strategy')['drainingTimeout'];
  return typeof given === 'number' ? given : DEFAULT_DRAINING_SECONDS;
}

function strategyOf(group: JsonObject, deregistrationDelayMs: number): JsonObject {
  const delaySeconds = Math.ceil(deregistrationDelayMs / 1_000);
  return {
    ...memberOf(group, 'strategy'),
    drainingTimeout: Math.max(drainingSeconds(group), delaySeconds),
  };
}

function computeOf(group: JsonObject, green: GreenDocument): JsonObject {
  const compute = memberOf(group, 'compute');
  const script = green.deployment.startupScript;
  return {
    ...compute,
    launchSpecification: {
      ...memberOf(compute, 'launchSpecification'),
      imageId: green.deployment.amiId,
      ...(script === undefined ? {} : { userData: base64(script) }),
      loadBalancersConfig: {
        loadBalancers: green.targetGroupArns.map((arn) => ({
          name: targetGroupName(arn),
          arn,
          type: 'TARGET_GROUP',
        })),
      },
    },
  };
}

function schedulingOf(group: JsonObject): JsonObject {
  const tasks = scheduledTasks(group);
  if (tasks.length === 0) return {};
  return { scheduling: { ...memberOf(group, 'scheduling'), tasks: disabled(tasks) } };
}

function withoutNulls(object: JsonObject): JsonObject {
  const entries: [string, Json][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue;
    entries.push([name, isJsonObject(value) ? withoutNulls(value) : value]);
  }
  return Object.fromEntries(entries);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
