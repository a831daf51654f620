// The names inside a step or step group: its own, those of its iteration, and steps as seen from there.
import type { Step, StepGroup } from '../pipeline/pipeline.ts';
import { ownNamesOf } from '../pipeline/step-types/step-types.ts';
import { type Iteration, iterationMembers, iterationNames } from './iteration.ts';
import {
  group,
  type NameNode,
  type Names,
  plain,
  selectorsAsJson,
  text,
  unknown,
  variableGroup,
} from './names.ts';
import { type Enclosing, type Standing, stepNames } from './step-names.ts';

export interface NamesAround extends Standing {
  readonly names: Names;
}

export function elementNames(
  element: Step | StepGroup,
  iteration: Iteration | undefined,
  around: NamesAround,
): Names {
  const inside =
    element.kind === 'step' ? around.enclosing : enclosingOf(element, iteration, around);
  const names =
    iteration === undefined
      ? around.names
      : iterationNames(around.names, element.identifier, iteration);
  const known = element.kind === 'step' ? ownNamesOf(element.type) : [];
  return new Map([
    ...names,
    ...known.map((name): [string, NameNode] => [name, KNOWN_TO_THE_STEP]),
    [element.kind, ownNames(element, iteration, around.names)],
    ...stepNames({ ...around, enclosing: inside }),
  ]);
}

const LATER: NameNode = { kind: 'later' };
const KNOWN_LATER = ['status', 'currentStatus', 'liveStatus', 'startTs', 'endTs'];

/** Whatever stands below such a name, the step fills it in when it has it. */
const KNOWN_TO_THE_STEP: NameNode = {
  kind: 'search',
  search: (_rest, path) => ({ status: 'later', need: path.join('.') }),
};

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
    description: text(element.description ?? ''),
    type: text(isGroup ? undefined : element.type),
    identifierPostFix: text(''),
    ...(iteration && iterationMembers(iteration)),
    variables: isGroup ? variableGroup(element.variables, `${element.fqn}.variables`) : undefined,
    delegateSelectors: plain(selectorsAsJson(element.delegateSelectors)),
    ...Object.fromEntries(KNOWN_LATER.map((name) => [name, LATER])),
    retryCount: isGroup ? undefined : LATER,
    executionUrl: unknown('a step has no page: use pipeline.executionId'),
    getParentStepGroup: isGroup ? outer.get('stepGroup') : undefined,
  });
}
