// What expressions can see while a run goes on: statuses and outputs of nodes, and secrets.
import { underAnyName } from '../expression/aliases.ts';
import { datetime } from '../expression/functors/datetime.ts';
import { ownMember as memberOf } from '../expression/methods/own-member.ts';
import type { Lookup, Scope } from '../expression/scope.ts';
import type { Json } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import type { NodePath, PlanNode } from '../plan/plan.ts';
import { childrenOf, parentPath, stepsOf } from '../plan/walk.ts';
import { aggregate, ENGINE_NAMES, isGood } from './node-status.ts';
import { openStatus } from './open-status.ts';
import { strategyStatus } from './runtime-strategy.ts';
import { holdsSealed, openAll } from './sealed.ts';
import { finishedNode, outputOf, type State } from './state.ts';

/** Gives the value of a secret, or undefined when nobody knows it. Values are never recorded. */
export interface SecretReader {
  read(identifier: string): string | undefined;
  /** Of all that was read so far what must not be shown; without it, every value that was read. */
  hidden?(): readonly string[];
  /** Makes of a secret that a step gives to later ones what may stand in the journal. */
  seal?(value: string): string;
  /** Undefined when it was sealed with another key. */
  open?(sealed: string): string | undefined;
}

export interface RuntimeFacts {
  readonly executionId: string;
  readonly secrets: SecretReader;
}

/** The names as seen from the node at a path; without facts, secrets and the id stay unknown. */
export function runtimeScope(state: State, path: NodePath, facts?: RuntimeFacts): Scope {
  return {
    name: (segments) => {
      if (segments.join('.') === 'pipeline.executionId') {
        return facts === undefined ? MISSING : found(facts.executionId);
      }
      if (/^pipeline\.triggeredBy\.(name|email)$/.test(segments.join('.'))) {
        return state.started === undefined ? MISSING : fromOutside(state.started.startedBy);
      }
      if (segments.join('.') === 'pipeline.startTs') {
        return state.started === undefined ? MISSING : found(state.started.at);
      }
      if (segments.join('.') === 'pipeline.resumedExecutionId') {
        const first = state.plan.resumed?.first ?? facts?.executionId;
        return first === undefined ? MISSING : found(first);
      }
      return unsealed(
        underAnyName(segments, (each) => lookUp(state, path, each)),
        segments,
        facts,
      );
    },
    call: (segments, args) => {
      if (segments.join('.') !== 'secrets.getValue') {
        return datetime(segments, startedAt(state, path)) ?? MISSING;
      }
      const identifier = String(args[0]).replace(/^(account|org)\./, '');
      if (facts === undefined) return { status: 'later', need: `secrets.${identifier}` };
      const value = facts.secrets.read(identifier);
      return value === undefined ? MISSING : fromOutside(value);
    },
  };
}

const MISSING: Lookup = { status: 'missing' };

/** Without facts nothing is opened: the value is for the step that uses it. */
function unsealed(
  answer: Lookup,
  segments: readonly string[],
  facts: RuntimeFacts | undefined,
): Lookup {
  if (answer.status !== 'found' || !holdsSealed(answer.value)) return answer;
  if (facts === undefined) return { status: 'later', need: segments.join('.') };
  const value = openAll(answer.value, (sealed) => facts.secrets.open?.(sealed));
  return value === undefined ? { status: 'missing', why: OTHER_KEY } : fromOutside(value);
}

const OTHER_KEY =
  'it was sealed with a key that is not in the state folder any more, so nobody can read it';

function lookUp(state: State, path: NodePath, segments: readonly string[]): Lookup {
  const [root, ...rest] = segments;
  switch (root) {
    case 'pipeline':
      return member(state, state.plan.pipeline, rest);
    case 'stage':
      return member(state, enclosing(state, path, 'stage'), rest);
    case 'execution':
      return member(state, enclosing(state, path, 'stage'), segments);
    case 'step':
      return member(state, state.index.node(path), rest);
    case 'stepGroup':
      return groupMember(state, path, rest);
    case 'approval':
      return lastApproval(state, path, rest);
    case 'rollbackSteps':
      return rest.length === 0 ? goesBack(state, path) : MISSING;
    case 'executionInput':
      return givenInput(state, path, rest);
    case 'strategy':
      return strategyStatus(state, path, rest);
    case 'steps':
      return nearestStep(state, path, rest);
    default:
      return MISSING;
  }
}

/** What people have given to this step before it began. */
function givenInput(state: State, path: NodePath, [id, ...rest]: readonly string[]): Lookup {
  const node = state.index.node(path);
  const asked = node.kind === 'step' ? node.asks?.find((each) => each.id === id) : undefined;
  const value = asked && state.steps.get(path)?.inputs?.[asked.name];
  return value === undefined || rest.length > 0 ? MISSING : fromOutside(value);
}

function groupMember(state: State, path: NodePath, rest: readonly string[]): Lookup {
  const group = enclosing(state, parentPath(path) ?? '', 'sequence');
  if (group === undefined || rest[0] !== 'getParentStepGroup') return member(state, group, rest);
  return groupMember(state, group.path, rest.slice(1));
}

function enclosing(state: State, path: NodePath, kind: PlanNode['kind']): PlanNode | undefined {
  for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
    const node = state.index.node(at);
    if (node.kind === kind) return node;
  }
  return undefined;
}

/** `steps.X` means the X of the innermost sequence around that has one. */
function nearestStep(state: State, path: NodePath, rest: readonly string[]): Lookup {
  for (let at = parentPath(path); at !== undefined && at !== ''; at = parentPath(at)) {
    const found = member(state, state.index.node(at), ['steps', ...rest]);
    if (found.status === 'found') return found;
  }
  return MISSING;
}

function member(state: State, node: PlanNode | undefined, segments: readonly string[]): Lookup {
  const [first, second] = segments;
  if (node === undefined || first === undefined) return MISSING;
  if (node.kind === 'stage' && (first === 'spec' || first === 'execution')) {
    const [execution, ...rest] = first === 'spec' ? segments.slice(1) : segments;
    if (execution !== 'execution') return MISSING;
    const [section, ...below] = rest;
    return section === 'rollbackSteps'
      ? member(state, node.rollback, ['steps', ...below])
      : member(state, node.steps, rest);
  }
  if (first === 'steps' || first === 'stages') {
    const child = second === undefined ? undefined : childNamed(node, second);
    return member(state, child, segments.slice(2));
  }
  if (first === 'output') return output(state, node, segments.slice(1));
  if (first === 'spec' && node.kind === 'step')
    return below(node.spec, ['spec'], segments.slice(1));
  return ownMember(state, node, segments);
}

/** Parallel blocks are transparent, and a strategy's iterations stand beside it under their own names. */
function childNamed(node: PlanNode, identifier: string): PlanNode | undefined {
  for (const child of childrenOf(node)) {
    if (child.identifier === identifier) return child;
    if (child.kind !== 'parallel' && child.kind !== 'strategy') continue;
    const inner = childNamed(child, identifier);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function ownMember(state: State, node: PlanNode, segments: readonly string[]): Lookup {
  if (segments.length !== 1) return MISSING;
  const known = state.nodes.get(node.path);
  switch (segments[0]) {
    case 'identifier':
      return found(node.identifier);
    case 'name':
      return found(node.name);
    case 'status':
    case 'liveStatus':
      return found(statusOf(state, node));
    case 'currentStatus':
      return found(currentStatus(state, node));
    case 'retryCount':
      return found(retryCount(state, node.path));
    case 'startTs':
      return known?.startedAt === undefined ? MISSING : found(known.startedAt);
    case 'endTs':
      return known?.finished === undefined ? MISSING : found(known.finished.at);
    default:
      return MISSING;
  }
}

/** Of the present round: a group that begins anew begins its retries anew, too. */
function retryCount(state: State, path: NodePath): number {
  const step = state.steps.get(path);
  return step === undefined ? 0 : step.attempt - step.firstAttempt;
}

function found(value: Json): Lookup {
  return { status: 'found', value };
}

/** What the author has not written is never read as an expression. */
function fromOutside(value: Json): Lookup {
  return { status: 'found', value, literal: true };
}

/** The time of a node is when it, or what is around it, started: the same after a restart. */
function startedAt(state: State, path: NodePath): number | undefined {
  for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
    const started = state.nodes.get(at)?.startedAt;
    if (started !== undefined) return started;
  }
  return undefined;
}

function statusOf(state: State, node: PlanNode): string {
  const known = state.nodes.get(node.path);
  if (known?.finished !== undefined) return ENGINE_NAMES[known.finished.status];
  return known === undefined ? 'NOT_STARTED' : ENGINE_NAMES[openStatus(state, node)];
}

/** The status so far of what lies below, iterations of strategies not counted, as in Harness. */
function currentStatus(state: State, node: PlanNode): string {
  const finished = finishedNode(state, node.path);
  if (finished !== undefined) return ENGINE_NAMES[finished.status];
  const below = childrenOf(node).flatMap((child) => finishedBelow(state, child));
  return ENGINE_NAMES[aggregate(below)];
}

function finishedBelow(state: State, node: PlanNode): ReturnType<typeof aggregate>[] {
  const finished = finishedNode(state, node.path);
  if (finished !== undefined) return [finished.status];
  if (node.kind === 'strategy') return [];
  return childrenOf(node)
    .flatMap((child) => finishedBelow(state, child))
    .filter((status) => !isGood(status));
}

function output(state: State, node: PlanNode, segments: readonly string[]): Lookup {
  const step = state.steps.get(node.path);
  const found = below((step && outputOf(step)) ?? null, ['output'], segments);
  return found.status === 'found' ? fromOutside(found.value) : found;
}

/** Where something is missing: the nearest of what is there, as it would be written below the step. */
function below(from: Json, prefix: readonly string[], segments: readonly string[]): Lookup {
  let value = from;
  for (const [index, segment] of segments.entries()) {
    const next = memberOf(value, segment);
    if (next === undefined) {
      const meant = isJsonObject(value) ? nearest(segment, Object.keys(value)) : undefined;
      const path = [...prefix, ...segments.slice(0, index), meant].join('.');
      return meant === undefined ? MISSING : { status: 'missing', nearest: path };
    }
    value = next;
  }
  return value === null ? MISSING : found(value);
}

/** The answer of the last approval of the stage that has ended, whichever step asked for it. */
function lastApproval(state: State, path: NodePath, segments: readonly string[]): Lookup {
  const stage = enclosing(state, path, 'stage');
  let last: { readonly at: number; readonly output: Json } | undefined;
  for (const step of stage === undefined ? [] : stepsOf(stage)) {
    const known = state.steps.get(step.path);
    const at = state.nodes.get(step.path)?.finished?.at;
    const output = known && outputOf(known);
    if (at === undefined || output === undefined || !('approvalActivities' in output)) continue;
    if (last === undefined || at >= last.at) last = { at, output };
  }
  const answer = below(last?.output ?? null, ['approval'], segments);
  return answer.status === 'found' ? fromOutside(answer.value) : answer;
}

/** The rollback steps of a stage that goes back; null before. */
function goesBack(state: State, path: NodePath): Lookup {
  const stage = enclosing(state, path, 'stage');
  if (stage?.kind !== 'stage') return MISSING;
  const isUnderWay = state.nodes.get(stage.path)?.rollback !== undefined;
  return found(isUnderWay ? stage.rollback.children.map(({ identifier }) => identifier) : null);
}
