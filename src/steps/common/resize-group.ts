// Writing a group's capacity from what it is now, with the reading before the lease is looked at: from that look to the write nothing may take time.
import type { Capacity } from '../../cloud/elastigroups.ts';
import { assert } from '../../lib/assert.ts';
import type { Json } from '../../lib/json.ts';
import type { Shift } from '../shift/shift.ts';
import { withRetries, write } from './with-retries.ts';

export interface Resize {
  /** Of the effect. */
  readonly name: string;
  readonly request: Json;
  readonly id: string;
  wanted(now: Capacity): Capacity;
  isThere(now: Capacity): boolean;
}

export async function resizeGroup(
  { context, pace, elastigroups }: Pick<Shift, 'context' | 'pace' | 'elastigroups'>,
  { name, request, id, wanted, isThere }: Resize,
): Promise<void> {
  const read = async (): Promise<Capacity> => (await elastigroups.read(id)).capacity;
  let now: Capacity | undefined;
  await write(context, pace, {
    name,
    request,
    changesWorld: true,
    ready: async () => {
      now = await withRetries(pace, read);
    },
    act: async () => {
      assert(now !== undefined, `the capacity of ${id} is read before it is written`);
      await elastigroups.writeCapacity(id, wanted(now));
      return null;
    },
    readBack: async () =>
      isThere(await read()) ? { applied: true, result: null } : { applied: false },
  });
}
