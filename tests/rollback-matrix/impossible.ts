// The cells that cannot exist, each with its reason: the generator leaves out these and no others.
import type { Cell } from './cells.ts';

export interface Impossible {
  readonly what: string;
  readonly why: string;
  readonly isIt: (cell: Cell) => boolean;
}

export const IMPOSSIBLE: readonly Impossible[] = [
  {
    what: 'rejected anywhere but at a gate, or in the way back that a rejection has begun',
    why: 'only a gate asks somebody',
    isIt: ({ outcome, place }) =>
      outcome === 'rejected' &&
      place.row !== 'in the way back' &&
      place.row !== 'at the gate of a rung' &&
      !(place.row === 'before the setup' && place.at === 'gate'),
  },
  {
    what: 'failed at a gate before the first rung',
    why: 'a gate fails only when green is ill while it carries weight, and there it carries none',
    isIt: ({ outcome, place }) =>
      outcome === 'failed' &&
      ((place.row === 'before the setup' && place.at === 'gate') ||
        (place.row === 'at the gate of a rung' && place.rung === 'stage-50')),
  },
];

export function whyNot(cell: Cell): string | undefined {
  return IMPOSSIBLE.find(({ isIt }) => isIt(cell))?.why;
}
