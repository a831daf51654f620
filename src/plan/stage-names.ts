// The names of stages: `stage` inside of one, and `pipeline.stages.ID` from everywhere.
import { isInput } from '../expression/input.ts';
import { renderText } from '../expression/render.ts';
import type { Lookup } from '../expression/scope.ts';
import type { Pipeline, Stage } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import type { Filling } from './fill.ts';
import { type Iteration, iterationMembers } from './iteration.ts';
import {
  group,
  lookUp,
  missing,
  type NameNode,
  type Names,
  plain,
  type Search,
  selectorsAsJson,
  tagGroup,
  text,
  unknown,
  variableGroup,
} from './names.ts';
import { planningScope } from './planning-scope.ts';
import { muted, type Session } from './session.ts';
import { searchSteps, stepNames } from './step-names.ts';

/** By identifier, with the iteration's ending: the stages that are in the plan already. */
export type KnownStages = Map<string, NameNode>;

/** Inside a stage: `stage` is this one, and steps can be named without it. */
export function stageNames(outer: Names, stage: Stage, iteration: Iteration | undefined): Names {
  return new Map([
    ...outer,
    ['stage', stageGroup(stage, ['execution'], iteration)],
    ...stepNames({ stage, section: 'steps', enclosing: [] }),
    ['approval', { kind: 'search', search: approvalSearch }],
  ]);
}

/**
 * `canonical` is the name under which the run will know its `execution`. With the names that hold in
 * the stage its variables and entities are filled in: elsewhere `stage` and `matrix` mean something else.
 */
export function stageGroup(
  stage: Stage,
  canonical: readonly string[],
  iteration: Iteration | undefined,
  inside?: Filling,
): NameNode {
  const variables = variableGroup(stage.variables, `${stage.fqn}.variables`);
  return group({
    name: text(stage.name),
    identifier: text(`${stage.identifier}${iteration?.postfix ?? ''}`),
    type: text(stage.type),
    description: text(stage.description ?? ''),
    tags: tagGroup(stage.tags),
    delegateSelectors: plain(selectorsAsJson(stage.delegateSelectors)),
    ...(iteration && iterationMembers(iteration)),
    variables: inside === undefined ? variables : filledIn(variables, inside),
    ...Object.fromEntries(KNOWN_LATER.map((name) => [name, LATER])),
    executionUrl: unknown('an execution has no page: use pipeline.executionId'),
    nodeExecutionId: unknown('the nodes of an execution have no ids of their own'),
    output: group({ hosts: unknown('an Elastigroup changes its instances at any time') }),
    spec: group({
      execution: executionGroup(stage, canonical),
      ...(inside && deployedBy(inside)),
    }),
  });
}

const LATER: NameNode = { kind: 'later' };
const KNOWN_LATER = ['status', 'currentStatus', 'liveStatus', 'startTs', 'endTs'];

function executionGroup(stage: Stage, canonical: readonly string[]): NameNode {
  const steps = searchSteps(stage.steps, [...canonical, 'steps'], []);
  const back = searchSteps(stage.rollbackSteps, [...canonical, 'rollbackSteps'], []);
  return group({
    steps: { kind: 'search', search: steps },
    rollbackSteps: { kind: 'search', search: back },
  });
}

/** Of the last approval before the text that asks. */
function approvalSearch(rest: readonly string[], path: readonly string[]): Lookup {
  return rest[0] === 'approvalActivities'
    ? { status: 'later', need: path.join('.') }
    : missing(['approval'], rest[0] ?? '', ['approvalActivities']);
}

/** By the names that Harness has for them below a stage's spec. */
function deployedBy(inside: Filling): Readonly<Record<string, NameNode | undefined>> {
  const at = (name: string): NameNode | undefined => {
    const node = inside.names.get(name);
    return node && filledIn(node, inside);
  };
  const infra = at('infra');
  return {
    service: at('service'),
    serviceVariables: at('serviceVariables'),
    artifacts: at('artifacts'),
    environment: at('env'),
    env: at('env'),
    infrastructure: infra && group({ output: infra }),
  };
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
  return stageGroup(stage, ['pipeline', 'stages', identifier, 'spec', 'execution'], undefined);
}

/** What cannot be filled in yet, or not at all, stays as it is written. */
function filledIn(node: NameNode, inside: Filling): NameNode {
  if (node.kind === 'group') {
    const members = [...node.members].map(([name, member]): [string, NameNode] => [
      name,
      filledIn(member, inside),
    ]);
    return { kind: 'group', members: new Map(members) };
  }
  if (node.kind !== 'written') return node;
  const { value, place } = node;
  if (typeof value !== 'string' || !value.includes('<+') || isInput(value)) return node;
  const { session, names } = inside;
  const rendered = renderText(value, planningScope(muted(session), names, place?.position));
  return rendered.status === 'value' ? { ...node, value: rendered.value } : node;
}
