// What a run must have for itself: every rule, target group and group that its plan names.
import type { Resource } from '../../execution/locks.ts';
import { isJsonObject, type Json } from '../../lib/json.ts';
import type { Plan } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';

/** A name that is an expression still is known to nobody, and locked by nobody. */
export function resourcesOf(plan: Plan, world: string): readonly Resource[] {
  const found: Resource[] = [];
  const add = (kind: Resource['kind'], name: string): void => {
    if (!name.includes('<+')) found.push({ world, kind, name });
  };
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind === 'stage') {
      for (const { value } of node.inherited ?? []) addNamed(value, add);
    }
    if (node.kind !== 'step') continue;
    addNamed(node.spec, add);
    const { name } = node.spec;
    if (node.type === 'ElastigroupBGStageSetup' && typeof name === 'string') add('group', name);
  }
  return found;
}

type Add = (kind: Resource['kind'], name: string) => void;

function addNamed(value: Json | undefined, add: Add): void {
  if (typeof value === 'string') {
    if (/^arn:[\w-]+:elasticloadbalancing:[^\s]*:listener-rule\//.test(value)) add('rule', value);
    if (/^arn:[\w-]+:elasticloadbalancing:[^\s]*:targetgroup\//.test(value)) {
      add('target group', value);
    }
  } else if (Array.isArray(value)) {
    for (const each of value as readonly Json[]) addNamed(each, add);
  } else if (isJsonObject(value)) {
    if (typeof value['groupName'] === 'string') add('group', value['groupName']);
    for (const key of Object.keys(value)) addNamed(value[key], add);
  }
}
