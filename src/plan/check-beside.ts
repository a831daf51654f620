// Stages that run at the same time: two that work on the same rule or group would undo each other.
import { isJsonObject, type Json } from '../lib/json.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type { PlanNode } from './plan.ts';
import type { Session } from './session.ts';
import { stepsOf } from './walk.ts';

const HINT = 'Put them one after the other, or give their strategy maxConcurrency: 1.';

/** `nodes` are stages, and parallel blocks and strategies of stages. */
export function checkBeside(
  nodes: readonly PlanNode[],
  position: Position,
  session: Pick<Session, 'report'>,
): void {
  for (const node of nodes) {
    if (node.kind === 'parallel') {
      compare(node.children, position, session);
      checkBeside(node.children, position, session);
    }
    if (node.kind === 'strategy' && node.maxConcurrency !== 1) {
      compare(node.iterations, position, session);
    }
  }
}

function compare(
  beside: readonly PlanNode[],
  position: Position,
  session: Pick<Session, 'report'>,
): void {
  const taken = new Map<string, PlanNode>();
  for (const node of beside) {
    for (const name of namesIn(node)) {
      const other = taken.get(name);
      if (other === undefined) {
        taken.set(name, node);
        continue;
      }
      const message = `The stages "${other.name}" and "${node.name}" run at the same time and would both work on ${name}.`;
      session.report('wrong-value', position, message, HINT);
      return;
    }
  }
}

/** What is an expression still is known to nobody. */
function namesIn(node: PlanNode): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (value: Json | undefined): void => {
    if (typeof value === 'string') {
      if (/^arn:[\w-]+:elasticloadbalancing:\S*:(listener-rule|targetgroup)\//.test(value)) {
        names.add(value);
      }
    } else if (Array.isArray(value)) for (const each of value as readonly Json[]) add(each);
    else if (isJsonObject(value)) for (const key of Object.keys(value)) add(value[key]);
  };
  for (const { type, spec } of stepsOf(node)) {
    add(spec);
    const { name } = spec;
    const isGroup = type === 'ElastigroupBGStageSetup' && typeof name === 'string';
    if (isGroup && !name.includes('<+')) names.add(`the group ${name}`);
  }
  return names;
}
