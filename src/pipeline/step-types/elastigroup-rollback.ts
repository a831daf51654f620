// ElastigroupRollback: puts the groups and rules of the setup step back.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export type ElastigroupRollbackSpec = Readonly<Record<never, never>>;

export const elastigroupRollback: StepType<ElastigroupRollbackSpec> = defineStepType(
  'ElastigroupRollback',
  true,
  (field) => field.object(commonFields(field)),
);
