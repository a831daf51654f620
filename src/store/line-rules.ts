// What events do to lines and who comes before whom: the rules every journal shares.
import type { ExecutionEvent } from '../execution/event.ts';
import type { ExecutionId } from '../execution/journal.ts';
import type { Place } from '../execution/lines.ts';
import type { NodePath } from '../plan/plan.ts';

export type LineChange =
  | { readonly kind: 'take'; readonly place: Omit<Place, 'execution'> }
  /** Of a node: what is kept until it has finished, and its own place unless it did well. */
  | { readonly kind: 'leave'; readonly node: NodePath; readonly ownToo: boolean }
  | { readonly kind: 'leave all' };

export function lineChanges(events: readonly ExecutionEvent[]): readonly LineChange[] {
  return events.flatMap((event): readonly LineChange[] => {
    switch (event.type) {
      case 'WaitOpened': {
        const { ends } = event.wait;
        if (ends.kind !== 'turn') return [];
        return [{ kind: 'take', place: { key: ends.key, step: event.path, scope: ends.scope } }];
      }
      case 'NodeFinished': {
        const ownToo = event.status !== 'Success' && event.status !== 'IgnoreFailed';
        return [{ kind: 'leave', node: event.path, ownToo }];
      }
      case 'ExecutionFinished':
        return [{ kind: 'leave all' }];
      default:
        return [];
    }
  });
}

/** `line` holds all places of one key, the first one first. */
export function aheadIn(line: readonly Place[], id: ExecutionId, step: NodePath): readonly Place[] {
  const own = line.findIndex((place) => place.execution === id && place.step === step);
  return line
    .slice(0, Math.max(own, 0))
    .filter(({ execution, scope }) => execution !== id || !reaches(scope, step));
}

function reaches(scope: NodePath, step: NodePath): boolean {
  return scope === '' || step.startsWith(`${scope}/`);
}
