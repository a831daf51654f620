// A list of steps: each element is a step, a step group, or a parallel block of them.
import { wrappedName } from './binding-path.ts';
import { list, optional } from './fields.ts';
import type { Element, Parallel, StepElement } from './pipeline.ts';
import { elementsOf, isList, membersOf, type Place, positionOf, reportAt } from './place.ts';
import { reportDuplicates } from './read-identity.ts';
import { readStep } from './read-step.ts';
import { readStepGroup } from './read-step-group.ts';
import type { Surroundings } from './surroundings.ts';

/** The elements of one level; a parallel block shares the names of the level it stands in. */
export function readElements(
  mapping: Place,
  key: 'steps' | 'rollbackSteps',
  around: Surroundings,
): readonly StepElement[] {
  const level: Level = { around, elements: [], places: [] };
  const place = optional(mapping, key);
  if (place === undefined) return [];
  const elements = list(mapping, key).flatMap((element, index) =>
    readElement(level, place, element, index),
  );
  reportDuplicates(level.elements, level.places);
  return elements;
}

interface Level {
  readonly around: Surroundings;
  readonly elements: Element[];
  readonly places: Place[];
}

function readElement(
  level: Level,
  levelPlace: Place,
  element: Place,
  index: number,
): readonly StepElement[] {
  const [first, ...others] = membersOf(element);
  if (first === undefined || others.length > 0) return reportElement(element);
  switch (first.key) {
    case 'step':
      return keep(level, levelPlace, first.place, index, readStep);
    case 'stepGroup':
      return keep(level, levelPlace, first.place, index, (place, around) =>
        readStepGroup(place, around, readElements),
      );
    case 'parallel':
      return readParallel(level, levelPlace, first.place);
    default:
      return reportElement(element);
  }
}

function keep<Kind extends StepElement & Element>(
  level: Level,
  levelPlace: Place,
  inner: Place,
  index: number,
  read: (place: Place, around: Surroundings) => Kind | undefined,
): readonly StepElement[] {
  const place = { ...inner, fqn: wrappedName(levelPlace, inner, index) };
  const element = read(place, level.around);
  if (element === undefined) return [];
  level.elements.push(element);
  level.places.push(place);
  return [element];
}

function readParallel(level: Level, levelPlace: Place, place: Place): readonly Parallel[] {
  if (!isList(place.node)) {
    reportAt(
      place,
      'wrong-type',
      'Expected a list of steps here.',
      'Write - step: or - stepGroup:.',
    );
    return [];
  }
  const steps = elementsOf(place).flatMap((element, index) =>
    readElement(level, levelPlace, element, index),
  );
  return [{ kind: 'parallel', steps, position: positionOf(place) }];
}

function reportElement(element: Place): readonly [] {
  const [first] = membersOf(element);
  const isForeign = first !== undefined && ['insert', 'template'].includes(first.key);
  if (isForeign) {
    const hint = 'Write the steps out.';
    reportAt(first.place, 'unsupported-field', `"${first.key}" is not supported.`, hint);
  } else {
    const message = 'An element of a list of steps is one of step, stepGroup or parallel.';
    reportAt(element, 'wrong-type', message, 'Write such as - step: with its fields below it.');
  }
  return [];
}
