// The names inside a step or step group: its own, those of its iteration, and steps as seen from there.
import type { Step, StepElement, StepGroup } from '../pipeline/pipeline.ts';
import { type Iteration, iterationMembers, iterationNames } from './iteration.ts';
import { group, type NameNode, type Names, text, variableGroup } from './names.ts';
import { type Enclosing, searchNearSteps, searchSteps } from './step-names.ts';

export interface NamesAround {
  readonly names: Names;
  /** All steps of the stage. */
  readonly stageSteps: readonly StepElement[];
  readonly enclosing: Enclosing;
}

export function elementNames(
  element: Step | StepGroup,
  iteration: Iteration | undefined,
  around: NamesAround,
): Names {
  const { stageSteps } = around;
  const inside =
    element.kind === 'step' ? around.enclosing : enclosingOf(element, iteration, around);
  const steps = searchSteps(stageSteps, ['execution', 'steps'], inside);
  const names =
    iteration === undefined
      ? around.names
      : iterationNames(around.names, element.identifier, iteration);
  return new Map([
    ...names,
    [element.kind, ownNames(element, iteration, around.names)],
    ['execution', group({ steps: { kind: 'search', search: steps } })],
    ['steps', { kind: 'search', search: searchNearSteps(stageSteps, inside) }],
  ]);
}

export function enclosingOf(
  { identifier }: StepGroup,
  iteration: Iteration | undefined,
  { enclosing }: Pick<NamesAround, 'enclosing'>,
): Enclosing {
  return [...enclosing, { identifier, iteration: `${identifier}${iteration?.postfix ?? ''}` }];
}

function ownNames(
  element: Step | StepGroup,
  iteration: Iteration | undefined,
  outer: Names,
): NameNode {
  const isGroup = element.kind === 'stepGroup';
  return group({
    identifier: text(`${element.identifier}${iteration?.postfix ?? ''}`),
    name: text(element.name),
    type: text(isGroup ? undefined : element.type),
    identifierPostFix: text(''),
    ...(iteration && iterationMembers(iteration)),
    variables: isGroup ? variableGroup(element.variables, `${element.fqn}.variables`) : undefined,
    status: { kind: 'later' },
    currentStatus: isGroup ? { kind: 'later' } : undefined,
    retryCount: isGroup ? undefined : { kind: 'later' },
    getParentStepGroup: isGroup ? outer.get('stepGroup') : undefined,
  });
}
