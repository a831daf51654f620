// Which attributes of a target group exclude each other.
import { elbv2Error } from './elbv2-error.ts';

/** Of all attributes as they would be then; throws `TwinError`. */
export function checkTogether(attributes: Readonly<Record<string, string>>): void {
  const algorithm = attributes['load_balancing.algorithm.type'] ?? 'round_robin';
  const slowStart = attributes['slow_start.duration_seconds'] ?? '0';
  if (slowStart !== '0' && algorithm !== 'round_robin') {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      `Slow start cannot be enabled with the load balancing algorithm '${algorithm}'`,
    );
  }
  if (
    attributes['stickiness.enabled'] === 'true' &&
    attributes['stickiness.type'] === 'app_cookie' &&
    attributes['stickiness.app_cookie.cookie_name'] === undefined
  ) {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      'A cookie name must be specified for stickiness by an application cookie',
    );
  }
}
