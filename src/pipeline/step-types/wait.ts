// Wait: does nothing for a time.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface WaitSpec {
  /** In milliseconds. */
  readonly duration: number;
}

/** As long as a Harness pipeline may take at all: what ends a wait is its duration. */
const LONGEST_MS = 35 * 86_400_000;

export const wait: StepType<WaitSpec> = defineStepType(
  'Wait',
  false,
  (field) => field.object({ duration: field.duration(), ...commonFields(field) }),
  { timeoutMs: LONGEST_MS },
);
