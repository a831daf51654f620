// What one plan does otherwise than another, in lines for people: a line per change, with all nodes that it touches.
import { isJsonObject, type Json } from '../lib/json.ts';
import type { Plan, PlanNode } from './plan.ts';
import { nodesOf } from './walk.ts';

const NODES_SHOWN = 3;

/** Empty when both would do the same. */
export function planChanges(before: Plan, after: Plan): readonly string[] {
  const [old, fresh] = [valuesOf(before), valuesOf(after)];
  const changes = new Map<string, Set<string>>();
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const [was, is] = [old.get(key), fresh.get(key)];
    if (was?.value === is?.value) continue;
    const what = `${was?.value ?? 'nothing'} → ${is?.value ?? 'nothing'}`;
    const names = changes.get(what) ?? new Set();
    changes.set(what, names.add(is?.name ?? was?.name ?? ''));
  }
  return [...changes].map(([what, names]) => `${what} in ${listed([...names])}`);
}

interface Value {
  readonly name: string;
  readonly value: string;
}

/** Every single value of every node, by its place in the plan. */
function valuesOf(plan: Plan): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const node of nodesOf(plan.pipeline)) {
    const add = (place: string, value: Json | undefined): void => {
      if (Array.isArray(value)) {
        for (const [index, each] of value.entries()) add(`${place}.${index}`, each);
      } else if (isJsonObject(value)) {
        for (const key of Object.keys(value)) add(`${place}.${key}`, value[key]);
      } else if (value !== undefined) {
        values.set(`${node.path} ${place}`, { name: node.name, value: String(value) });
      }
    };
    add('', ownOf(node));
  }
  return values;
}

function ownOf(node: PlanNode): Json {
  const below = ['stages', 'steps', 'rollback', 'children', 'iterations'];
  const own = Object.entries(node).filter(([key]) => !below.includes(key));
  return Object.fromEntries(own);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NODES_SHOWN).join(', ');
  const more = names.length - NODES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
