// The group document of Spot's API: what it must have, how an update merges, how it is answered.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, textOf } from '../request-fields.ts';
import { type Group, launchSpecificationOf, targetGroupArnsOf } from './group.ts';
import { checkTasks } from './scheduled-tasks.ts';
import { spotError } from './spot-error.ts';
import { checkStrategy } from './strategy-check.ts';

export interface KnownThings {
  isAmi(id: string): boolean;
  isTargetGroup(arn: string): boolean;
}

/** More than any rehearsal has: every instance of a group is real work for its host. */
const MOST_INSTANCES = 1_000;
const READ_ONLY = ['id', 'createdAt', 'updatedAt'];

export function writable(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !READ_ONLY.includes(key)));
}

/** Throws what Spot answers when a group cannot be made like this. */
export function checkDocument(document: JsonObject, known: KnownThings): void {
  const refuse = (why: string): never => {
    throw spotError('CANT_CREATE_GROUP', `failed to create group: ${why}`);
  };
  if ((textOf(document, 'name') ?? '') === '') refuse('name is missing');
  for (const part of ['capacity', 'strategy', 'compute']) {
    if (objectOf(document, part) === undefined) refuse(`${part} is missing`);
  }
  checkCapacity(objectOf(document, 'capacity') ?? {});
  checkStrategy(document);
  checkTasks(document);
  const specification = launchSpecificationOf(document);
  if (Object.keys(specification).length === 0) refuse('compute.launchSpecification is missing');
  const imageId = textOf(specification, 'imageId') ?? '';
  if (!known.isAmi(imageId)) {
    throw spotError('CANT_VALIDATE_IMAGE', `can't validate ami: ${imageId} does not exist`);
  }
  for (const arn of targetGroupArnsOf(document)) {
    if (!known.isTargetGroup(arn)) refuse(`target group ${arn} does not exist`);
  }
}

export function checkCapacity(capacity: JsonObject): void {
  const [minimum, target, maximum] = ['minimum', 'target', 'maximum'].map(
    (field) => numberOf(capacity, field) ?? 0,
  ) as [number, number, number];
  const areCounts = [minimum, target, maximum].every((n) => Number.isInteger(n) && n >= 0);
  if (areCounts && minimum <= target && target <= maximum && maximum <= MOST_INSTANCES) return;
  throw spotError(
    'INVALID_CAPACITY',
    `capacity must have minimum <= target <= maximum <= ${MOST_INSTANCES}; it has ${minimum}, ${target}, ${maximum}`,
  );
}

/** Objects merge, lists are replaced whole, null clears. */
export function merged(before: JsonObject, change: JsonObject): JsonObject {
  const after = new Map<string, Json | undefined>(Object.entries(before));
  for (const [key, value] of Object.entries(change)) {
    const old = after.get(key);
    if (value === null) after.delete(key);
    else if (isJsonObject(value)) after.set(key, merged(isJsonObject(old) ? old : {}, value));
    else if (value !== undefined) after.set(key, value);
  }
  return Object.fromEntries(after);
}

export function groupShape(group: Group): JsonObject {
  return {
    id: group.id,
    ...group.document,
    createdAt: new Date(group.createdAt).toISOString(),
    updatedAt: new Date(group.updatedAt).toISOString(),
  };
}
