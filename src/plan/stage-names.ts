// The names of stages: `stage` inside of one, and `pipeline.stages.ID` from everywhere.
import { isInput } from '../expression/input.ts';
import { renderText } from '../expression/render.ts';
import type { Pipeline, Stage, Variable } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import type { Filling } from './fill.ts';
import { type Iteration, iterationMembers } from './iteration.ts';
import {
  group,
  lookUp,
  missing,
  type NameNode,
  type Names,
  type Search,
  tagGroup,
  text,
  variableGroup,
} from './names.ts';
import { planningScope } from './planning-scope.ts';
import { muted, type Session } from './session.ts';
import { searchNearSteps, searchSteps } from './step-names.ts';

/** By identifier, with the iteration's ending: the stages that are in the plan already. */
export type KnownStages = Map<string, NameNode>;

/** Inside a stage: `stage` is this one, and steps can be named without it. */
export function stageNames(outer: Names, stage: Stage, iteration: Iteration | undefined): Names {
  const steps = ['execution', 'steps'];
  return new Map([
    ...outer,
    ['stage', stageGroup(stage, steps, iteration)],
    [
      'execution',
      group({ steps: { kind: 'search', search: searchSteps(stage.steps, steps, []) } }),
    ],
    ['steps', { kind: 'search', search: searchNearSteps(stage.steps, []) }],
  ]);
}

/**
 * `canonical` is the name under which the run will know its steps. With the names that hold in the
 * stage its variables are filled in: elsewhere `stage` and `matrix` mean something else.
 */
export function stageGroup(
  stage: Stage,
  canonical: readonly string[],
  iteration: Iteration | undefined,
  inside?: Filling,
): NameNode {
  const search = searchSteps(stage.steps, canonical, []);
  const variables = inside ? filledIn(stage.variables, inside) : stage.variables;
  return group({
    name: text(stage.name),
    identifier: text(`${stage.identifier}${iteration?.postfix ?? ''}`),
    type: text(stage.type),
    tags: tagGroup(stage.tags),
    ...(iteration && iterationMembers(iteration)),
    variables: variableGroup(variables, `${stage.fqn}.variables`),
    status: { kind: 'later' },
    currentStatus: { kind: 'later' },
    spec: group({ execution: group({ steps: { kind: 'search', search } }) }),
  });
}

/** Finds stages by their identifiers; those that are not in the plan yet as far as they are written. */
export function searchStages(pipeline: Pipeline, known: KnownStages, session: Session): Search {
  const written = new Map(stagesOf(pipeline).map((stage) => [stage.identifier, stage]));
  return (rest, path) => {
    const [identifier = ''] = rest;
    const prefix = path.slice(0, path.length - rest.length);
    const found = known.get(identifier) ?? comingStage(written, identifier);
    if (found === undefined) {
      const iteration = [...known.keys()].find((each) => each.startsWith(`${identifier}_`));
      return written.has(identifier)
        ? { status: 'missing', nearest: [...prefix, iteration ?? `${identifier}_0`].join('.') }
        : missing(prefix, identifier, [...known.keys(), ...written.keys()]);
    }
    return lookUp(new Map([[identifier, found]]), path, session, prefix.length);
  };
}

function comingStage(
  written: ReadonlyMap<string, Stage>,
  identifier: string,
): NameNode | undefined {
  const stage =
    written.get(identifier) ??
    [...written.values()].find(
      (each) => each.strategy !== undefined && identifier.startsWith(`${each.identifier}_`),
    );
  if (stage === undefined || (stage.strategy !== undefined && stage.identifier === identifier)) {
    return undefined;
  }
  return stageGroup(
    stage,
    ['pipeline', 'stages', identifier, 'spec', 'execution', 'steps'],
    undefined,
  );
}

/** What cannot be filled in yet, or not at all, stays as it is written. */
function filledIn(
  variables: readonly Variable[],
  { session, names }: Filling,
): readonly Variable[] {
  return variables.map((variable) => {
    const { value, position } = variable;
    if (typeof value !== 'string' || !value.includes('<+') || isInput(value)) return variable;
    const rendered = renderText(value, planningScope(muted(session), names, position));
    return rendered.status === 'value' ? { ...variable, value: rendered.value } : variable;
  });
}
