// One step of a random script: what is done, with three numbers that say to what and how.
import type { Twin } from '../../src/twin/twin.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { World } from './world-picks.ts';

export interface Step {
  readonly act: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface Acted {
  readonly clock: VirtualClock;
  readonly twin: Twin;
}

export type Act = (acted: Acted, world: World, step: Step) => unknown;
