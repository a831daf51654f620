// What all parts of one world share: its description, its time, its chance and its instances.
import type { Clock } from '../lib/clock.ts';
import type { Ec2 } from './ec2.ts';
import type { EndedInstances } from './ended-instances.ts';
import type { Faults } from './faults.ts';
import type { Gate } from './gate.ts';
import type { Random } from './random.ts';
import type { SavedParts } from './saved-parts.ts';
import type { Timers } from './timers.ts';
import type { WorldSpec } from './world-spec.ts';

export interface World {
  readonly spec: WorldSpec;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly faults: Faults;
  readonly gate: Gate;
  readonly ec2: Ec2;
  readonly ended: EndedInstances;
  /** Whatever keeps state adds itself here. */
  readonly saved: SavedParts;
  /** What the clouds' own clocks show: the times that they write go by it, waiting never does. */
  stampNow(): number;
  random(label: string): Random;
}
