// The world of a scenario: a world file with changes, in virtual time, and the names people call its parts by.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { parseWorldSpec } from '../../src/twin/parse-world-spec.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';

type Listener = WorldSpec['loadBalancers'][number]['listeners'][number];

export interface Names {
  /** The ARN of a rule, called by its host, or of a target group, called by its name. */
  arn(name: string): string;
  /** The text with such names in the place of ARNs. */
  readable(text: string): string;
}

export function readScenarioWorld(projectFolder: string, changes: JsonObject): WorldSpec {
  const file = parse(readFileSync(join(projectFolder, 'world.yaml'), 'utf8')) as Json;
  return parseWorldSpec(merged(file, changes));
}

/**
 * Objects are merged; entries of a list that have an `id`, `arn` or `name` change the entry of the
 * same one; any other list, an empty one too, takes the place of the old one.
 */
export function merged(old: Json | undefined, change: Json): Json {
  if (isJsonObject(change)) {
    const kept = isJsonObject(old) ? old : {};
    const entries = Object.entries(change).map(([key, value]): [string, Json] => [
      key,
      merged(kept[key], value as Json),
    ]);
    return { ...kept, ...Object.fromEntries(entries) };
  }
  if (!Array.isArray(change) || !Array.isArray(old)) return change;
  if (change.length === 0 || !change.every((each) => keyOf(each) !== undefined)) return change;
  const result: Json[] = [...old];
  for (const each of change as readonly Json[]) {
    const index = result.findIndex((known) => keyOf(known) === keyOf(each));
    if (index < 0) result.push(each);
    else result[index] = merged(result[index], each);
  }
  return result;
}

function keyOf(entry: Json | undefined): Json | undefined {
  return isJsonObject(entry) ? (entry['id'] ?? entry['name'] ?? entry['arn']) : undefined;
}

export function namesOf(spec: WorldSpec): Names {
  const names = new Map<string, string>();
  for (const { listeners } of spec.loadBalancers) {
    for (const rule of listeners.flatMap((listener) => listener.rules)) {
      names.set(rule.arn, hostOf(rule) ?? `rule ${rule.priority}`);
    }
  }
  for (const { arn, name } of spec.targetGroups) names.set(arn, name);
  const arns = [...names.keys()].sort((left, right) => right.length - left.length);
  return {
    arn(name) {
      const found = [...names].find(([, known]) => known === name);
      if (found === undefined) throw new Error(`the world has no rule or target group ${name}`);
      return found[0];
    },
    readable: (text) =>
      arns.reduce((shown, arn) => {
        const name = names.get(arn) ?? arn;
        return shown.replaceAll(arn, name).replaceAll(`listener-rule …${arn.slice(-6)}`, name);
      }, text),
  };
}

/** The host that the rule asks for. */
export function hostOf(rule: Listener['rules'][number]): string | undefined {
  for (const condition of rule.conditions) {
    const config = condition['HostHeaderConfig'];
    const values = condition['Values'] ?? (isJsonObject(config) ? config['Values'] : undefined);
    const [host] = Array.isArray(values) ? (values as readonly Json[]) : [];
    if (condition['Field'] === 'host-header' && typeof host === 'string') return host;
  }
  return undefined;
}
