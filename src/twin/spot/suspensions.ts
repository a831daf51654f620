// Suspended processes of a group: what Spot leaves alone, and until when.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { Group } from './group.ts';
import { spotError } from './spot-error.ts';

const PROCESSES = [
  'AUTO_SCALE',
  'AUTO_HEALING',
  'OUT_OF_STRATEGY',
  'PREVENTIVE_REPLACEMENT',
  'REVERT_PREFERRED',
  'SCHEDULING',
];

/** Ten years. */
const MOST_MINUTES = 5_256_000;

/** `{processes}` lasts until it is lifted, `{suspensions: [{name, ttlInMinutes}]}` for a while. */
export function suspend(group: Group, body: JsonObject, now: number): void {
  const lasting = (textsOf(body, 'processes') ?? []).map((name) => ({ name, until: undefined }));
  const passing = (objectsOf(body, 'suspensions') ?? []).map((each) => {
    const minutes = numberOf(each, 'ttlInMinutes');
    if (minutes !== undefined && !(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw spotError('INVALID_SUSPENSION', `ttlInMinutes must be above 0, up to ${MOST_MINUTES}`);
    }
    const until = minutes === undefined ? undefined : now + minutes * 60_000;
    return { name: textOf(each, 'name') ?? '', until };
  });
  const all = [...lasting, ...passing];
  const unknown = all.find(({ name }) => !PROCESSES.includes(name));
  if (unknown !== undefined || all.length === 0) {
    throw spotError('INVALID_PROCESS', `'${unknown?.name ?? ''}' is not a process of a group`);
  }
  for (const { name, until } of all) group.suspensions.set(name, until);
}

export function resume(group: Group, body: JsonObject): void {
  for (const name of textsOf(body, 'processes') ?? []) group.suspensions.delete(name);
}

export function isSuspended(group: Group, process: string, now: number): boolean {
  if (!group.suspensions.has(process)) return false;
  const until = group.suspensions.get(process);
  return until === undefined || until > now;
}

export function suspensionsShape(group: Group, now: number): JsonObject {
  const active = [...group.suspensions].filter(([name]) => isSuspended(group, name, now));
  return {
    groupId: group.id,
    processes: active.map(([name]) => name),
    suspensions: active.map(([name, until]) => ({
      name,
      expiresAt: until === undefined ? null : new Date(until).toISOString(),
    })),
  };
}
