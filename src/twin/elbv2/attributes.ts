// Attributes of load balancers and target groups: which there are, and what values they take.
import type { JsonObject } from '../../lib/json.ts';
import { objectsOf, textOf } from '../request-fields.ts';
import { validationError } from './elbv2-error.ts';

/** By key; answers whether the value is one of the attribute's. */
export type AttributeRules = Readonly<Record<string, (value: string) => boolean>>;

const isFlag = (value: string): boolean => value === 'true' || value === 'false';
const isAny = (): boolean => true;
const among =
  (...allowed: readonly string[]) =>
  (value: string): boolean =>
    allowed.includes(value);
const within =
  (least: number, most: number) =>
  (value: string): boolean =>
    /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
const isSlowStart = (value: string): boolean => value === '0' || within(30, 900)(value);
const isShare = (value: string): boolean => value === 'off' || within(1, 100)(value);
const isCount = (value: string): boolean => value === 'off' || within(1, 1_000)(value);

/** A load balancer's attributes as they begin. */
export const LOAD_BALANCER_DEFAULTS: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'client_keep_alive.seconds': '3600',
  'connection_logs.s3.enabled': 'false',
  'connection_logs.s3.bucket': '',
  'connection_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'ipv6.deny_all_igw_traffic': 'false',
  'load_balancing.cross_zone.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
};

export const LOAD_BALANCER_RULES: AttributeRules = {
  ...Object.fromEntries(Object.keys(LOAD_BALANCER_DEFAULTS).map((key) => [key, isFlag])),
  'access_logs.s3.bucket': isAny,
  'access_logs.s3.prefix': isAny,
  'client_keep_alive.seconds': within(60, 604_800),
  'connection_logs.s3.bucket': isAny,
  'connection_logs.s3.prefix': isAny,
  'idle_timeout.timeout_seconds': within(1, 4_000),
  'load_balancing.cross_zone.enabled': among('true'),
  'routing.http.desync_mitigation_mode': among('monitor', 'defensive', 'strictest'),
  'routing.http.xff_header_processing.mode': among('append', 'preserve', 'remove'),
};

export const TARGET_GROUP_RULES: AttributeRules = {
  'deregistration_delay.timeout_seconds': within(0, 3_600),
  'stickiness.enabled': isFlag,
  'stickiness.type': among('lb_cookie', 'app_cookie'),
  'stickiness.lb_cookie.duration_seconds': within(1, 604_800),
  'stickiness.app_cookie.cookie_name': (value) => /^(?!AWSALB)[^\s;,]{1,128}$/.test(value),
  'stickiness.app_cookie.duration_seconds': within(1, 604_800),
  'slow_start.duration_seconds': isSlowStart,
  'load_balancing.algorithm.type': among(
    ...['round_robin', 'least_outstanding_requests', 'weighted_random'],
  ),
  'load_balancing.algorithm.anomaly_mitigation': among('on', 'off'),
  'load_balancing.cross_zone.enabled': among('true', 'false', 'use_load_balancer_configuration'),
  'target_group_health.dns_failover.minimum_healthy_targets.count': isCount,
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': isShare,
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': within(1, 1_000),
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': isShare,
};

/** The attributes of a request, all of them known and good; throws `TwinError`. */
export function attributesOf(
  request: JsonObject,
  noun: string,
  rules: AttributeRules,
): Readonly<Record<string, string>> {
  const given = objectsOf(request, 'Attributes') ?? [];
  if (given.length === 0) throw validationError('At least one attribute must be specified');
  const attributes = new Map<string, string>();
  for (const each of given) {
    const key = textOf(each, 'Key') ?? '';
    const value = textOf(each, 'Value') ?? '';
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined)
      throw validationError(`${noun} attribute key '${key}' is not recognized`);
    if (!rule(value)) {
      throw validationError(`'${value}' is not a valid value for ${noun} attribute '${key}'`);
    }
    if (attributes.has(key)) throw validationError(`Attribute '${key}' was specified twice`);
    attributes.set(key, value);
  }
  return Object.fromEntries(attributes);
}
