// J and K go from rung to rung of the ladder, stage first.
import { useKeys } from '../../parts/keys.ts';

export function useRungKeys(): void {
  useKeys('Ladder', [
    { keys: 'j', does: 'Next rung', run: () => move(1) },
    { keys: 'k', does: 'Previous rung', run: () => move(-1) },
  ]);
}

function move(by: number): void {
  const rungs = [...document.querySelectorAll<HTMLElement>('.rung[data-rung]')];
  const at = rungs.indexOf(document.activeElement as HTMLElement);
  const from = at >= 0 ? at : by > 0 ? -1 : rungs.length;
  const next = rungs[Math.min(rungs.length - 1, Math.max(0, from + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
