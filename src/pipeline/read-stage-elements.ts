// The list of a pipeline's stages: each element is a stage, or stages that stand beside each other.
import { wrappedName } from './binding-path.ts';
import { optional, requiredList } from './fields.ts';
import type { Stage, StageElement } from './pipeline.ts';
import { elementsOf, isList, membersOf, type Place, positionOf, reportAt } from './place.ts';
import { reportDuplicates } from './read-identity.ts';
import { readStage } from './read-stage.ts';

export function readStageElements(pipeline: Place): readonly StageElement[] {
  const elements = requiredList(pipeline, 'stages');
  const list = optional(pipeline, 'stages');
  if (list === undefined) return [];
  const level: Level = { list, stages: [], places: [] };
  const read = elements.flatMap((element, index) => readElement(level, element, index));
  reportDuplicates(level.stages, level.places);
  return read;
}

/** Stages beside each other share the names of the pipeline's level. */
interface Level {
  readonly list: Place;
  readonly stages: Stage[];
  readonly places: Place[];
}

function readElement(level: Level, element: Place, index: number): readonly StageElement[] {
  const [first, ...others] = membersOf(element);
  if (first === undefined || others.length > 0) return reportElement(element);
  if (first.key === 'stage') return readOne(level, first.place, index);
  if (first.key !== 'parallel') return reportElement(element);
  const { place } = first;
  if (!isList(place.node)) {
    const message = 'Expected a list of stages here.';
    reportAt(place, 'wrong-type', message, 'Write - stage: with its fields below it.');
    return [];
  }
  const stages = elementsOf(place).flatMap((each, at) => flattened(readElement(level, each, at)));
  return [{ kind: 'parallel', stages, position: positionOf(place) }];
}

/** What runs beside each other within what runs beside each other is all beside each other. */
function flattened(elements: readonly StageElement[]): readonly Stage[] {
  return elements.flatMap((each) => (each.kind === 'stage' ? [each] : each.stages));
}

function readOne(level: Level, inner: Place, index: number): readonly Stage[] {
  const place = { ...inner, fqn: wrappedName(level.list, inner, index) };
  const stage = readStage(place);
  if (stage === undefined) return [];
  level.stages.push(stage);
  level.places.push(place);
  return [stage];
}

function reportElement(element: Place): readonly [] {
  const [first] = membersOf(element);
  if (first !== undefined && ['insert', 'template'].includes(first.key)) {
    const message = `"${first.key}" is not supported.`;
    reportAt(first.place, 'unsupported-field', message, 'Write the stages out.');
    return [];
  }
  const message = 'An element of the list of stages is either a stage or parallel stages.';
  reportAt(element, 'wrong-type', message, 'Write - stage: with its fields below it.');
  return [];
}
