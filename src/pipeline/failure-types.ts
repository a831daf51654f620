// Harness's error types: what an attempt can fail with, and what failure strategies name.

export const FAILURE_TYPES = [
  'Unknown',
  'Authentication',
  'Connectivity',
  'Timeout',
  'Authorization',
  'Verification',
  'DelegateProvisioning',
  'PolicyEvaluationFailure',
  'ApprovalRejection',
  'DelegateRestart',
  'UserMarkedFailure',
] as const;

/** `AllErrors` is spread over them when the plan is made. */
export type FailureType = (typeof FAILURE_TYPES)[number];
