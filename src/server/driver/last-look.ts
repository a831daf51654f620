// What the last look at all runs has found, so that the next one need not look at those that wait.

import type { World } from '../../execution/event.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import type { WorldClocks } from '../runs/world-clocks.ts';

export interface LastLook {
  readonly rows: readonly ExecutionRow[];
  /** What has not ended and does not only wait, the oldest first: it has waited longest. */
  readonly lively: ReadonlyMap<string, ExecutionRow>;
  readonly waiting: ReadonlySet<string>;
  /** Nothing is to be done of it before its time, or before its row is another. */
  wait(row: ExecutionRow, world: World): void;
  /** Whether the time of any that waits has come; costs as much as there are worlds. */
  hasDue(): Promise<boolean>;
}

export function newLook(rows: readonly ExecutionRow[], clocks: WorldClocks): LastLook {
  const lively = new Map<string, ExecutionRow>();
  const waiting = new Set<string>();
  const earliest = new Map<string, { readonly world: World; at: number }>();
  for (const row of rows.toReversed()) if (row.phase !== 'done') lively.set(row.id, row);
  return {
    rows,
    lively,
    waiting,
    wait({ id, wakeAt }, world) {
      lively.delete(id);
      waiting.add(id);
      if (wakeAt === undefined) return;
      const key = world.kind === 'aws' ? 'aws' : world.url;
      const known = earliest.get(key);
      earliest.set(key, { world, at: Math.min(known?.at ?? wakeAt, wakeAt) });
    },
    async hasDue() {
      for (const { world, at } of earliest.values()) {
        const clock = await clocks.of(world);
        if (clock === undefined || clock.now() >= at) return true;
      }
      return false;
    },
  };
}
