// One target of a target group: its state, and the checks that move it.
import type { CheckResult } from '../instance-host.ts';
import type { HealthCheckSpec } from '../world-spec.ts';

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';

/**
 * Counts run in a row; `checked` is whether a check has been answered since registration. `life`
 * grows with every registration and deregistration: answers to checks of an earlier life are dropped.
 */
export interface Target {
  readonly instanceId: string;
  readonly port: number;
  state: TargetState;
  life: number;
  checked: boolean;
  passes: number;
  failures: number;
  failure?: Why | undefined;
  /** Times on the world's clock between which it gets less than its share of requests. */
  slowStart?: { readonly beginsAt: number; readonly endsAt: number };
}

export interface Why {
  readonly Reason: string;
  readonly Description: string;
}

/** A new target needs one passed check; later changes need the thresholds. */
export function countCheck(target: Target, result: CheckResult, spec: HealthCheckSpec): void {
  const failure = failureOf(result, spec);
  target.checked = true;
  target.passes = failure === undefined ? target.passes + 1 : 0;
  target.failures = failure === undefined ? 0 : target.failures + 1;
  target.failure = failure;
  const neededPasses = target.state === 'initial' ? 1 : spec.healthyThreshold;
  if (target.passes >= neededPasses) target.state = 'healthy';
  else if (target.failures >= spec.unhealthyThreshold) target.state = 'unhealthy';
}

/** Reason and description as AWS words them; a healthy target has none. */
export function whyOf(target: Target): Partial<Why> {
  switch (target.state) {
    case 'healthy':
      return {};
    case 'unused':
      return {
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      };
    case 'draining':
      return {
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      };
    case 'initial':
      return target.checked
        ? {
            Reason: 'Elb.InitialHealthChecking',
            Description: 'Initial health checks in progress',
          }
        : {
            Reason: 'Elb.RegistrationInProgress',
            Description: 'Target registration is in progress',
          };
    case 'unhealthy':
      return target.failure ?? FAILED;
  }
}

const FAILED: Why = { Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' };

function failureOf(result: CheckResult, spec: HealthCheckSpec): Why | undefined {
  if (result.kind === 'timeout') {
    return { Reason: 'Target.Timeout', Description: 'Request timed out' };
  }
  if (result.kind === 'refused') return FAILED;
  if (matches(spec.matcher, result.status)) return undefined;
  return {
    Reason: 'Target.ResponseCodeMismatch',
    Description: `Health checks failed with these codes: [${result.status}]`,
  };
}

function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [least = 0, most = least] = part.split('-').map(Number);
    return status >= least && status <= most;
  });
}
