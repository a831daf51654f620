// What every element has: identifier, name, fully qualified name and position.
import type { Entity } from './entities.ts';
import { optionalText, requiredText } from './fields.ts';
import type { Element } from './pipeline.ts';
import { memberOf, type Place, positionOf, reportAt } from './place.ts';
import { readTags } from './read-tags.ts';

export function readIdentity(mapping: Place): Element {
  const identifier = readIdentifier(mapping);
  const name = requiredText(mapping, 'name');
  const description = optionalText(mapping, 'description');
  const template = mapping.source.templates.get(mapping.node);
  const position = positionOf(mapping);
  const element = { fqn: mapping.fqn, position, identifier, name, description };
  return template === undefined ? element : { ...element, template };
}

/** Entities may leave their name out; then the identifier stands for it. */
export function readEntityIdentity(mapping: Place): Entity {
  const identifier = readIdentifier(mapping);
  return {
    position: positionOf(mapping),
    identifier,
    name: optionalText(mapping, 'name') ?? identifier,
    description: optionalText(mapping, 'description'),
    tags: readTags(mapping),
    orgIdentifier: optionalText(mapping, 'orgIdentifier'),
    projectIdentifier: optionalText(mapping, 'projectIdentifier'),
  };
}

/** Reports every identifier that an earlier element of the same level has already. */
export function reportDuplicates(elements: readonly Element[], places: readonly Place[]): void {
  const seen = new Map<string, Element>();
  for (const [index, element] of elements.entries()) {
    const place = places[index];
    const first = seen.get(element.identifier);
    if (first === undefined || place === undefined) {
      seen.set(element.identifier, element);
      continue;
    }
    const message = `The identifier "${element.identifier}" is used already in line ${first.position.line}.`;
    const hint = 'Identifiers must differ within one level, or expressions could mean either.';
    reportAt(memberOf(place, 'identifier') ?? place, 'duplicate-identifier', message, hint);
  }
}

function readIdentifier(mapping: Place): string {
  const identifier = requiredText(mapping, 'identifier');
  if (identifier !== '' && !/^[a-zA-Z_][0-9a-zA-Z_]{0,127}$/.test(identifier)) {
    const message = `"${identifier}" cannot be an identifier.`;
    const hint = 'Use up to 128 letters, digits and underscores, and no digit in front.';
    reportAt(memberOf(mapping, 'identifier') ?? mapping, 'wrong-value', message, hint);
  }
  return identifier;
}
