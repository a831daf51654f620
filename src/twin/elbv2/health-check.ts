// A target group's health check as a request sets it: what is not sent stays.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, textOf } from '../request-fields.ts';
import type { HealthCheckSpec } from '../world-spec.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';

/** Throws `TwinError` for what AWS refuses, and for what the twin's checks cannot do. */
export function healthCheckOf(request: JsonObject, before: HealthCheckSpec): HealthCheckSpec {
  const seconds = (field: string, otherwiseMs: number): number => {
    const given = numberOf(request, field);
    return given === undefined ? otherwiseMs : given * 1_000;
  };
  if (request['HealthCheckEnabled'] === false) {
    throw validationError('Health checks of instance targets cannot be disabled');
  }
  const protocol = textOf(request, 'HealthCheckProtocol');
  if (protocol !== undefined && protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw validationError(`Health check protocol '${protocol}' must be HTTP or HTTPS`);
  }
  const port = portOf(request, before.port);
  const path = textOf(request, 'HealthCheckPath') ?? before.path;
  if (!/^\/[!-~]*$/.test(path)) {
    throw validationError(`Health check path '${path}' must begin with a '/' and have no spaces`);
  }
  const intervalMs = seconds('HealthCheckIntervalSeconds', before.intervalMs);
  const timeoutMs = seconds('HealthCheckTimeoutSeconds', before.timeoutMs);
  if (timeoutMs >= intervalMs) {
    throw validationError('Health check timeout must be smaller than the interval');
  }
  const checked = protocol ?? before.protocol;
  return {
    ...(port === undefined ? {} : { port }),
    ...(checked === undefined ? {} : { protocol: checked }),
    path,
    intervalMs,
    timeoutMs,
    healthyThreshold: numberOf(request, 'HealthyThresholdCount') ?? before.healthyThreshold,
    unhealthyThreshold: numberOf(request, 'UnhealthyThresholdCount') ?? before.unhealthyThreshold,
    matcher: matcherOf(request) ?? before.matcher,
  };
}

/** Undefined is the port of each target. */
function portOf(request: JsonObject, before: number | undefined): number | undefined {
  const given = request['HealthCheckPort'];
  if (given === undefined) return before;
  if (given === 'traffic-port') return undefined;
  const port = Number(given);
  if (/^\d{1,5}$/.test(String(given)) && port >= 1 && port <= 65_535) return port;
  throw validationError(`Health check port '${given}' must be 'traffic-port' or 1 to 65535`);
}

function matcherOf(request: JsonObject): string | undefined {
  const matcher = objectOf(request, 'Matcher');
  if (matcher === undefined) return undefined;
  if (matcher['GrpcCode'] !== undefined) {
    throw elbv2Error('InvalidConfigurationRequest', 'Only GRPC target groups have a gRPC matcher');
  }
  const given = matcher['HttpCode'];
  const codes = typeof given === 'number' ? String(given) : given;
  if (
    typeof codes !== 'string' ||
    !/^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/.test(codes)
  ) {
    throw validationError('HTTP codes of a matcher must be within 200 and 499');
  }
  return codes;
}
