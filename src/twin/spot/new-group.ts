// An Elastigroup that has just come into being: a document and no instances yet.
import type { JsonObject } from '../../lib/json.ts';
import type { Group } from './group.ts';
import { createHistory } from './history.ts';

export function newGroup(id: string, document: JsonObject, createdAt: number, now: number): Group {
  return {
    id,
    document,
    createdAt,
    updatedAt: createdAt,
    tasksLookedAt: now,
    scalesAgainAt: 0,
    suspensions: new Map(),
    policySuspensions: new Map(),
    instances: new Set(),
    history: createHistory(),
    usages: new Map(),
    rolls: [],
  };
}
