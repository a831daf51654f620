// Steps, step groups and parallel blocks as plan nodes, their strategies expanded.
import type { Parallel, Step, StepElement, StepGroup } from '../pipeline/pipeline.ts';
import { defaultTimeoutOf } from '../pipeline/step-types/step-types.ts';
import { gatherAsks } from './asks.ts';
import { meetingOf } from './barriers.ts';
import { checkGroupRetry } from './check-group-retry.ts';
import { checkIdentifiers } from './check-identifiers.ts';
import { checkSpec } from './check-spec.ts';
import { elementNames, enclosingOf, type NamesAround } from './element-names.ts';
import { type Filling, fillObject } from './fill.ts';
import type { Iteration } from './iteration.ts';
import { lowerTemplate, lowerTimeout, lowerWhen } from './lower-common.ts';
import { type FailureLevel, mergeFailures } from './lower-failures.ts';
import { lowerStrategy } from './lower-strategy.ts';
import type { Place } from './names.ts';
import type { FailureTable, NodePath, PlanNode, SequenceNode, StepNode } from './plan.ts';
import { withScriptOfFile } from './script-of-file.ts';
import { checkRunner, selectorsOf } from './select-runner.ts';

/** What an element inherits from where it stands. */
export interface Around extends Omit<NamesAround, 'names'> {
  readonly filling: Filling;
  /** The path of the node that will hold it. */
  readonly path: NodePath;
  /** Failure strategies of the levels around it, outermost first; undefined in a rollback. */
  readonly failures: readonly FailureLevel[] | undefined;
  /** The labels that the levels around it ask of the runner. */
  readonly selectors: readonly string[];
}

export function lowerElements(
  elements: readonly StepElement[],
  around: Around,
): readonly PlanNode[] {
  const nodes = elements.flatMap((element, index) => {
    if (!around.filling.session.takeNode(element.position)) return [];
    if (element.kind === 'parallel') return [lowerParallel(element, index, around)];
    const path = `${around.path}/${element.identifier}`;
    const { strategy } = element;
    if (strategy === undefined) return [lowerOne(element, path, undefined, around)];
    return [
      lowerStrategy(element, strategy, path, around.filling, (iteration, at) =>
        lowerOne(element, at, iteration, around),
      ),
    ];
  });
  const [first] = elements;
  if (first !== undefined) checkIdentifiers(nodes, first.position, around.filling);
  return nodes;
}

function lowerParallel(element: Parallel, index: number, around: Around): PlanNode {
  const identifier = `~${index}`;
  const path = `${around.path}/${identifier}`;
  const children = lowerElements(element.steps, { ...around, path });
  return { kind: 'parallel', path, identifier, name: 'Parallel', children };
}

function lowerOne(
  element: Step | StepGroup,
  path: NodePath,
  iteration: Iteration | undefined,
  around: Around,
): StepNode | SequenceNode {
  const names = elementNames(element, iteration, { ...around, names: around.filling.names });
  const filling = { ...around.filling, names, node: { path, fqn: element.fqn } };
  const selectors = selectorsOf(element, around.selectors, filling);
  const inner: Around = { ...around, filling, selectors };
  return element.kind === 'step'
    ? lowerStep(element, path, iteration, inner)
    : lowerGroup(element, path, iteration, inner);
}

function lowerStep(
  step: Step,
  path: NodePath,
  iteration: Iteration | undefined,
  around: Around,
): StepNode {
  const { filling } = around;
  const when = lowerWhen(step, filling);
  const levels = around.failures;
  const asks = gatherAsks(specPlace(step));
  // A way back never waits for an answer.
  const asking = levels === undefined ? filling : { ...filling, asks };
  const filled = fillObject(step.spec, specPlace(step), asking);
  const spec = withScriptOfFile(step, filled, filling);
  const meets = meetingOf(step, spec['barrierRef']);
  checkSpec(step, spec, filling);
  checkRunner(step, around.selectors, filling);
  return {
    kind: 'step',
    path,
    ...identity(step, iteration),
    ...lowerTemplate(step),
    ...(when === undefined ? {} : { when }),
    timeoutMs: lowerTimeout(step, filling) ?? defaultTimeoutOf(step.type) ?? STEP_MS,
    type: step.type,
    spec,
    failures: levels ? failuresOf(step, levels, filling) : {},
    ...(meets === undefined ? {} : { meets }),
    ...(asks.all.length > 0 ? { asks: asks.all } : {}),
  };
}

function failuresOf(step: Step, levels: readonly FailureLevel[], filling: Filling): FailureTable {
  const own = { strategies: step.failureStrategies };
  return mergeFailures([...levels, own], { fqn: step.fqn, filling });
}

const STEP_MS = 36_000_000;

function lowerGroup(
  element: StepGroup,
  path: NodePath,
  iteration: Iteration | undefined,
  around: Around,
): SequenceNode {
  const when = lowerWhen(element, around.filling);
  const timeoutMs = lowerTimeout(element, around.filling);
  const enclosing = enclosingOf(element, iteration, around);
  const level = { strategies: element.failureStrategies, group: path };
  const failures = around.failures && [...around.failures, level];
  checkGroupRetry(element, around.filling.session);
  return {
    kind: 'sequence',
    path,
    ...identity(element, iteration),
    ...lowerTemplate(element),
    ...(when === undefined ? {} : { when }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    children: lowerElements(element.steps, { ...around, path, enclosing, failures }),
  };
}

function identity(
  element: Step | StepGroup,
  iteration: Iteration | undefined,
): { readonly identifier: string; readonly name: string } {
  const postfix = iteration?.postfix ?? '';
  return { identifier: `${element.identifier}${postfix}`, name: `${element.name}${postfix}` };
}

function specPlace(step: Step): Place {
  return { path: `${step.fqn}.spec`, position: step.position };
}
