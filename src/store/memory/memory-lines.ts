// The lines of the journal in memory.
import type { ExecutionId } from '../../execution/journal.ts';
import type { Place } from '../../execution/lines.ts';
import type { NodePath } from '../../plan/plan.ts';
import { aheadIn, type LineChange } from '../line-rules.ts';

export interface MemoryLines {
  change(id: ExecutionId, changes: readonly LineChange[]): void;
  aheadOf(id: ExecutionId, step: NodePath): readonly Place[];
}

export function createMemoryLines(): MemoryLines {
  let places: readonly Place[] = [];
  const isOwn = (place: Place, id: ExecutionId, step: NodePath): boolean =>
    place.execution === id && place.step === step;
  const apply = (id: ExecutionId, change: LineChange): void => {
    switch (change.kind) {
      case 'take':
        if (places.some((each) => isOwn(each, id, change.place.step))) return;
        places = [...places, { ...change.place, execution: id }];
        return;
      case 'leave':
        places = places.filter((each) => {
          if (each.execution !== id) return true;
          return each.scope !== change.node && !(change.ownToo && each.step === change.node);
        });
        return;
      case 'leave all':
        places = places.filter(({ execution }) => execution !== id);
    }
  };
  return {
    change(id, changes) {
      for (const change of changes) apply(id, change);
    },
    aheadOf(id, step) {
      const own = places.find((each) => isOwn(each, id, step));
      const line = places.filter(({ key }) => key === own?.key);
      return aheadIn(line, id, step);
    },
  };
}
