// What the reader of a step or step group must know of where it stands.
import type { StepElement } from './pipeline.ts';
import type { Place } from './place.ts';

export interface Surroundings {
  readonly stageType: string;
  readonly inRollback: boolean;
  /** How many step groups are around. */
  readonly depth: number;
}

/** Reads the list under a key of a mapping; handed down, since groups hold what lists hold. */
export type ReadElements = (
  mapping: Place,
  key: 'steps' | 'rollbackSteps',
  around: Surroundings,
) => readonly StepElement[];
