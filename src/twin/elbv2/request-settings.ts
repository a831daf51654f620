// The attributes of load balancers and target groups that requests meet, in the form by which they are routed.
import type { LoadBalancerSettings, TargetGroupView } from '../routing-view.ts';

type Attributes = Readonly<Record<string, string>>;

/** AWS's default for the durations of both cookies. */
const DAY_SECONDS = 86_400;

/** Undefined when nothing but the defaults was written. */
export function loadBalancerSettings(written: Attributes): LoadBalancerSettings | undefined {
  const idle = written['idle_timeout.timeout_seconds'];
  const mode = written['routing.http.xff_header_processing.mode'];
  const isOn = (key: string): boolean => written[key] === 'true';
  const settings: LoadBalancerSettings = {
    ...(idle === undefined ? {} : { idleTimeoutMs: Number(idle) * 1_000 }),
    ...(mode === 'preserve' || mode === 'remove' ? { forwardedFor: mode } : {}),
    ...(isOn('routing.http.xff_client_port.enabled') ? { tellsClientPort: true } : {}),
    ...(isOn('routing.http.preserve_host_header.enabled') ? { preservesHost: true } : {}),
    ...(isOn('routing.http.drop_invalid_header_fields.enabled')
      ? { dropsInvalidHeaders: true }
      : {}),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

/** `isSticky`: whether the target group's own stickiness is on. */
export function targetGroupSettings(
  isSticky: boolean,
  written: Attributes,
): Pick<TargetGroupView, 'algorithm' | 'stickyMs' | 'applicationCookie'> {
  const algorithm = written['load_balancing.algorithm.type'];
  const byApplication = written['stickiness.type'] === 'app_cookie';
  const cookie = written['stickiness.app_cookie.cookie_name'];
  const kind = byApplication ? 'app_cookie' : 'lb_cookie';
  const seconds = Number(written[`stickiness.${kind}.duration_seconds`] ?? DAY_SECONDS);
  return {
    ...(algorithm === 'least_outstanding_requests' || algorithm === 'weighted_random'
      ? { algorithm }
      : {}),
    ...(isSticky ? { stickyMs: seconds * 1_000 } : {}),
    ...(isSticky && byApplication && cookie !== undefined ? { applicationCookie: cookie } : {}),
  };
}
