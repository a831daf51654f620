// Taking an Elastigroup away: capacity 0, wait until Spot shows no instance, delete.
import type { Elastigroups } from '../../cloud/elastigroups.ts';
import type { StepContext } from '../../execution/step.ts';
import { unlessGone } from './not-found.ts';
import { type Pace, pause, pollDelayMs } from './pace.ts';
import { withRetries, write } from './with-retries.ts';

interface Means {
  readonly context: StepContext;
  readonly pace: Pace;
  readonly elastigroups: Elastigroups;
}

const EMPTY = { minimum: 0, target: 0, maximum: 0 };

export interface Removal {
  readonly id: string;
  /**
   * Asked right before each sending, since neither scaling to 0 nor deleting can be taken back: looks
   * anew at the weights, and throws when requests may come.
   */
  readonly ready: () => Promise<void>;
  /** Until when its instances are waited for. */
  readonly until: number;
}

/** Spot deregisters and drains the instances, then ends them; `emptied` says whether that was seen. */
export async function emptyGroup(
  { context, pace, elastigroups }: Means,
  { id, ready, until }: Removal,
): Promise<{ readonly emptied: boolean; readonly instances: number }> {
  await write(context, pace, {
    name: `scale ${id} to 0`,
    request: { id, capacity: EMPTY },
    changesWorld: true,
    ready,
    act: () => done(() => elastigroups.writeCapacity(id, EMPTY)),
    readBack: async () => {
      const target = await unlessGone(async () => (await elastigroups.read(id)).capacity.target);
      return target === null || target === 0 ? { applied: true, result: null } : { applied: false };
    },
  });
  for (let poll = 0; ; poll++) {
    const instances = (await unlessGone(() => instanceCount(pace, elastigroups, id))) ?? 0;
    if (instances === 0) return { emptied: true, instances };
    const delayMs = pollDelayMs(poll);
    if (pace.clock.now() + delayMs > until) return { emptied: false, instances };
    await pause(pace, delayMs);
  }
}

/** Only after the group is empty, or after its whole draining time: the weights may have come back meanwhile. */
export async function deleteGroup(
  { context, pace, elastigroups }: Means,
  { id, ready }: Pick<Removal, 'id' | 'ready'>,
): Promise<void> {
  await write(context, pace, {
    name: `delete ${id}`,
    request: { id },
    changesWorld: true,
    ready,
    act: () => done(() => elastigroups.delete(id)),
    readBack: async () => {
      const found = await unlessGone(async () => (await elastigroups.read(id)).id);
      return found === null ? { applied: true, result: null } : { applied: false };
    },
  });
}

async function instanceCount(pace: Pace, elastigroups: Elastigroups, id: string): Promise<number> {
  return (await withRetries(pace, () => elastigroups.instances(id))).length;
}

async function done(call: () => Promise<void>): Promise<null> {
  await unlessGone(call);
  return null;
}
