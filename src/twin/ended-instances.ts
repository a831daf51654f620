// Instances that have ended, as EC2 goes on showing them for about an hour.
import type { Clock } from '../lib/clock.ts';
import type { JsonObject } from '../lib/json.ts';
import type { SavedPart } from './saved-parts.ts';

export interface EndedInstances extends SavedPart<readonly EndedInstance[]> {
  /** As EC2 showed it last. */
  add(shape: JsonObject): void;
  shown(): readonly JsonObject[];
}

interface EndedInstance {
  readonly shape: JsonObject;
  readonly endedAt: number;
}

const SHOWN_MS = 3_600_000;

export function createEndedInstances(clock: Pick<Clock, 'now'>): EndedInstances {
  let ended: readonly EndedInstance[] = [];
  const trim = (): readonly EndedInstance[] => {
    if (ended.some(({ endedAt }) => clock.now() - endedAt >= SHOWN_MS)) {
      ended = ended.filter(({ endedAt }) => clock.now() - endedAt < SHOWN_MS);
    }
    return ended;
  };
  return {
    add: (shape) => {
      ended = [...trim(), { shape: terminated(shape), endedAt: clock.now() }];
    },
    shown: () => trim().map(({ shape }) => shape),
    save: () => ended,
    load(saved, shift) {
      ended = saved.map((each) => ({ ...each, endedAt: shift(each.endedAt) }));
    },
  };
}

/** EC2 forgets the addresses of an instance when it ends. */
function terminated(shape: JsonObject): JsonObject {
  const { privateIpAddress: _, vpcId: __, ...kept } = shape;
  return { ...kept, instanceState: { code: 48, name: 'terminated' } };
}
