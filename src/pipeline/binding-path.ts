// Fully qualified names of YAML places, as expressions and bindings write them, and the way there.
import {
  elementName,
  elementsOf,
  isList,
  isMapping,
  memberOf,
  membersOf,
  type Place,
} from './place.ts';

/**
 * The places directly below, with the names that an expression uses for them: the wrapper
 * mappings `stage`, `step`, `stepGroup` and `parallel` have no name of their own.
 */
export function namedMembersOf(place: Place): readonly Place[] {
  if (isMapping(place.node)) return membersOf(place).map((member) => member.place);
  return elementsOf(place).flatMap((element, index) => unwrap(place, element, index));
}

/** The place under a name path; a list's element may also be named by its index. */
export function findPlace(start: Place, segments: readonly string[]): Place | undefined {
  let place: Place | undefined = start;
  for (const [index, segment] of segments.entries()) {
    if (place === undefined) return undefined;
    const below: Place = place;
    const named = namedMembersOf(below).find((member) => member.fqn === `${below.fqn}.${segment}`);
    place = named ?? serviceVariables(below, segment) ?? indexed(below, segment);
    if (place !== undefined && index === segments.length - 1) place = variableValue(place);
  }
  return place;
}

/** Every scalar below a place; a variable goes by its own name, not by `name.value`. */
export function scalarsBelow(place: Place): readonly Place[] {
  if (!isMapping(place.node) && !isList(place.node)) return [place];
  const below = namedMembersOf(place).flatMap(scalarsBelow);
  const value = variableValue(place);
  return value === place ? below : [value, ...below];
}

/** The name of an element of a list of wrappers, such as `{step: {identifier: x}}`. */
export function wrappedName(list: Place, wrapped: Place, index: number): string {
  return `${list.fqn}.${elementName(wrapped.node, index)}`;
}

function unwrap(list: Place, element: Place, index: number): readonly Place[] {
  for (const wrapper of ['stage', 'step', 'stepGroup']) {
    const inner = memberOf(element, wrapper);
    if (inner !== undefined) return [{ ...inner, fqn: wrappedName(list, inner, index) }];
  }
  const parallel = memberOf(element, 'parallel');
  return parallel === undefined ? [element] : namedMembersOf({ ...parallel, fqn: list.fqn });
}

function indexed(place: Place, segment: string): Place | undefined {
  return /^\d{1,4}$/.test(segment) ? namedMembersOf(place)[Number(segment)] : undefined;
}

/** A named entry of a list of variables stands for its value. */
export function variableValue(place: Place): Place {
  if (memberOf(place, 'name') === undefined || memberOf(place, 'identifier') !== undefined)
    return place;
  const value = memberOf(place, 'value');
  return value === undefined ? place : { ...value, fqn: place.fqn };
}

/** Expressions say `service.variables.x`; the YAML keeps them inside the service definition. */
function serviceVariables(place: Place, segment: string): Place | undefined {
  if (segment !== 'variables' || !place.fqn.startsWith('services.')) return undefined;
  const definition = memberOf(place, 'serviceDefinition');
  const spec = definition === undefined ? undefined : memberOf(definition, 'spec');
  return spec === undefined ? undefined : memberOf(spec, 'variables');
}
