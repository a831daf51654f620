// StandAloneTrafficShiftRollback: puts the rules of Standalone shifts back.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export type StandAloneTrafficShiftRollbackSpec = Readonly<Record<never, never>>;

export const standAloneTrafficShiftRollback: StepType<StandAloneTrafficShiftRollbackSpec> =
  defineStepType('StandAloneTrafficShiftRollback', true, (field) =>
    field.object(commonFields(field)),
  );
