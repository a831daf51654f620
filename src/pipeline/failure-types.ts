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
  'InputTimeoutError',
  'ApprovalRejection',
  'DelegateRestart',
  'UserMarkedFailure',
  'InfrastructureFailure',
  'PluginImageFailure',
  'ResourceLimitsFailure',
  'ConfigurationFailure',
  'RetryableTransientFailure',
] as const;

export type FailureType = (typeof FAILURE_TYPES)[number];

/** What `AllErrors` is spread over when the plan is made: as in Harness, not over inputs that nobody gave. */
export const ALL_ERRORS: readonly FailureType[] = FAILURE_TYPES.filter(
  (type) => type !== 'InputTimeoutError',
);

/** Types that nothing here ever fails with. */
export const NEVER_HAPPEN: readonly FailureType[] = [
  'InfrastructureFailure',
  'PluginImageFailure',
  'ResourceLimitsFailure',
  'ConfigurationFailure',
  'RetryableTransientFailure',
];
