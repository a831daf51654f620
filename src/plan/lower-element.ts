// Steps, step groups and parallel blocks as plan nodes, their matrices expanded.
import { textOf } from '../expression/text-of.ts';
import type { Parallel, Step, StepElement, StepGroup } from '../pipeline/pipeline.ts';
import { checkGroupRetry } from './check-group-retry.ts';
import { checkSpec } from './check-spec.ts';
import { expandMatrix, type Iteration } from './expand-matrix.ts';
import { type Filling, fillNow, fillObject } from './fill.ts';
import { lowerTimeout, lowerWhen } from './lower-common.ts';
import { type FailureLevel, mergeFailures } from './lower-failures.ts';
import { group, type NameNode, type Names, type Place, text } from './names.ts';
import type {
  FailureTable,
  NodePath,
  PlanNode,
  SequenceNode,
  StepNode,
  StrategyNode,
} from './plan.ts';
import { type Enclosing, searchNearSteps, searchSteps } from './step-names.ts';

/** What an element inherits from where it stands. */
export interface Around {
  readonly filling: Filling;
  /** The path of the node that will hold it. */
  readonly path: NodePath;
  /** All steps of the stage, for names of steps. */
  readonly stageSteps: readonly StepElement[];
  readonly enclosing: Enclosing;
  /** Failure strategies of the levels around it, outermost first; undefined in a rollback. */
  readonly failures: readonly FailureLevel[] | undefined;
}

export function lowerElements(
  elements: readonly StepElement[],
  around: Around,
): readonly PlanNode[] {
  return elements.flatMap((element, index) => {
    if (!around.filling.session.takeNode(element.position)) return [];
    if (element.kind === 'parallel') return [lowerParallel(element, index, around)];
    const path = `${around.path}/${element.identifier}`;
    if (element.strategy === undefined) return [lowerOne(element, path, undefined, around)];
    return [lowerStrategy(element, path, around)];
  });
}

function lowerParallel(element: Parallel, index: number, around: Around): PlanNode {
  const identifier = `~${index}`;
  const path = `${around.path}/${identifier}`;
  const children = lowerElements(element.steps, { ...around, path });
  return { kind: 'parallel', path, identifier, name: 'Parallel', children };
}

/** The condition may use the matrix, so it belongs to the iterations; the status to all of it. */
function lowerStrategy(element: Step | StepGroup, path: NodePath, around: Around): StrategyNode {
  const { strategy, when, identifier, name } = element;
  const { session } = around.filling;
  const place: Place = { path: element.fqn, position: strategy?.position ?? element.position };
  const expanded = strategy === undefined ? [] : expandMatrix(strategy, place, around.filling);
  const iterations = expanded.flatMap((iteration, index) =>
    session.takeNode(element.position)
      ? [lowerOne(element, `${path}[${index}]`, iteration, around)]
      : [],
  );
  const status = when?.status ?? 'Success';
  return {
    kind: 'strategy',
    path,
    identifier,
    name,
    ...(status === 'Success' ? {} : { when: { status } }),
    iterations,
    labels: expanded.map(({ label }) => label),
    maxConcurrency: lowerMaxConcurrency(element, place, around.filling),
    onFailure: strategy?.onFailure ?? 'SkipQueued',
  };
}

function lowerMaxConcurrency(element: Step | StepGroup, place: Place, filling: Filling): number {
  const written = element.strategy?.maxConcurrency ?? 0;
  const path = `${place.path}.strategy.matrix.maxConcurrency`;
  const filled =
    typeof written === 'string' ? fillNow(written, { ...place, path }, filling) : written;
  if (filled === undefined) return 0;
  const count = Number(textOf(filled));
  if (Number.isInteger(count) && count >= 0) return count;
  const message = `maxConcurrency is ${textOf(filled)}, which is no whole number from 0.`;
  filling.session.report('wrong-value', place.position, message, 'Write such as 1; 0 is no limit.');
  return 0;
}

function lowerOne(
  element: Step | StepGroup,
  path: NodePath,
  iteration: Iteration | undefined,
  around: Around,
): StepNode | SequenceNode {
  const names = elementNames(element, iteration, around);
  const inner: Around = { ...around, filling: { ...around.filling, names } };
  return element.kind === 'step'
    ? lowerStep(element, path, iteration?.postfix ?? '', inner)
    : lowerGroup(element, path, iteration?.postfix ?? '', inner);
}

function lowerStep(step: Step, path: NodePath, postfix: string, around: Around): StepNode {
  const { filling } = around;
  const when = lowerWhen(step, filling);
  const defaultMs = step.type === 'HarnessApproval' ? APPROVAL_MS : STEP_MS;
  const levels = around.failures;
  const spec = fillObject(step.spec, specPlace(step), filling);
  checkSpec(step, spec, filling);
  return {
    kind: 'step',
    path,
    ...identity(step, postfix),
    ...(when === undefined ? {} : { when }),
    timeoutMs: lowerTimeout(step, filling) ?? defaultMs,
    type: step.type,
    spec,
    failures: levels ? failuresOf(step, levels, filling) : {},
  };
}

function failuresOf(step: Step, levels: readonly FailureLevel[], filling: Filling): FailureTable {
  const own = { strategies: step.failureStrategies };
  return mergeFailures([...levels, own], { fqn: step.fqn, filling });
}

const STEP_MS = 36_000_000;
const APPROVAL_MS = 86_400_000;

function lowerGroup(
  element: StepGroup,
  path: NodePath,
  postfix: string,
  around: Around,
): SequenceNode {
  const when = lowerWhen(element, around.filling);
  const timeoutMs = lowerTimeout(element, around.filling);
  const iteration = `${element.identifier}${postfix}`;
  const enclosing = [...around.enclosing, { identifier: element.identifier, iteration }];
  const level = { strategies: element.failureStrategies, group: path };
  const failures = around.failures && [...around.failures, level];
  checkGroupRetry(element, around.filling.session);
  return {
    kind: 'sequence',
    path,
    ...identity(element, postfix),
    ...(when === undefined ? {} : { when }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    children: lowerElements(element.steps, { ...around, path, enclosing, failures }),
  };
}

function identity(
  element: Step | StepGroup,
  postfix: string,
): { readonly identifier: string; readonly name: string } {
  return { identifier: `${element.identifier}${postfix}`, name: `${element.name}${postfix}` };
}

function specPlace(step: Step): Place {
  return { path: `${step.fqn}.spec`, position: step.position };
}

/** Inside an element: its own names, those of its iteration, and steps as seen from there. */
function elementNames(
  element: Step | StepGroup,
  iteration: Iteration | undefined,
  { filling, stageSteps, enclosing }: Around,
): Names {
  const postfix = iteration?.postfix ?? '';
  const inside =
    element.kind === 'step'
      ? enclosing
      : [
          ...enclosing,
          { identifier: element.identifier, iteration: `${element.identifier}${postfix}` },
        ];
  const steps = searchSteps(stageSteps, ['execution', 'steps'], inside);
  const own = group({
    identifier: text(element.identifier),
    name: text(element.name),
    type: text(element.kind === 'step' ? element.type : undefined),
    identifierPostFix: text(postfix),
    ...(element.kind === 'step' && { status: { kind: 'later' }, retryCount: { kind: 'later' } }),
  });
  const added: [string, NameNode][] = [
    [element.kind, own],
    ['execution', group({ steps: { kind: 'search', search: steps } })],
    ['steps', { kind: 'search', search: searchNearSteps(stageSteps, inside) }],
  ];
  if (iteration !== undefined) {
    const outer = filling.names.get('matrix');
    const axes = [...(outer?.kind === 'group' ? outer.members : []), ...iteration.axes];
    added.push(['strategy', iteration.strategy]);
    added.push(['matrix', { kind: 'group', members: new Map(axes) }]);
  }
  return new Map([...filling.names, ...added]);
}
