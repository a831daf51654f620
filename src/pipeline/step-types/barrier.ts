// Barrier: waits until every step with the same barrier has come as far.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface BarrierSpec {
  /** The identifier of one of the pipeline's `flowControl.barriers`. */
  readonly barrierRef: string;
}

export const barrier: StepType<BarrierSpec> = defineStepType('Barrier', false, (field) =>
  field.object({ barrierRef: field.text(), ...commonFields(field) }),
);
