// What one load balancer node knows at a moment: listeners, rules and targets, as a value to route by.

/** Replaced whole at each change; `node` counts the load balancer's nodes from 0. */
export interface RoutingView {
  readonly loadBalancerArn: string;
  readonly node: number;
  readonly listeners: readonly ListenerView[];
  readonly targetGroups: ReadonlyMap<string, TargetGroupView>;
  /** AWS's defaults when not given. */
  readonly settings?: LoadBalancerSettings;
}

/** The load balancer's attributes that requests meet; each has AWS's default when not given. */
export interface LoadBalancerSettings {
  /** How long a target, or a client between two requests, may be silent. */
  readonly idleTimeoutMs?: number;
  /** What becomes of X-Forwarded-For: the client is appended when not given. */
  readonly forwardedFor?: 'preserve' | 'remove';
  /** The client's port is written behind its address in X-Forwarded-For. */
  readonly tellsClientPort?: boolean;
  readonly preservesHost?: boolean;
  /** Headers whose names have other characters than letters, digits and hyphens do not reach targets. */
  readonly dropsInvalidHeaders?: boolean;
}

export interface ListenerView {
  readonly arn: string;
  readonly port: number;
  /** By priority, the default rule last. */
  readonly rules: readonly RuleView[];
}

export interface RuleView {
  readonly arn: string;
  /** As in AWS's access logs: 0 for the default rule. */
  readonly priority?: number;
  /** All must hold; of one condition's values one must match (`*` and `?` as in AWS). */
  readonly conditions: readonly ConditionView[];
  readonly action: ActionView;
  /** What is done to a request before it goes to its target; absent when nothing is. */
  readonly transforms?: TransformsView;
}

export interface TransformsView {
  readonly host?: Rewrite;
  readonly url?: Rewrite;
}

/** `$1` to `$9` in `replace` stand for the groups of `regex`. */
export interface Rewrite {
  readonly regex: string;
  readonly replace: string;
}

export type ConditionView =
  | { readonly field: 'host-header' | 'path-pattern'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  /** Address blocks as in AWS: `10.0.0.0/8`, `2001:db8::/32`. */
  | { readonly field: 'source-ip'; readonly values: readonly string[] }
  | {
      readonly field: 'query-string';
      /** Without a key any parameter's value may match. */
      readonly values: readonly { readonly key: string | undefined; readonly value: string }[];
    };

export type ActionView =
  | {
      readonly type: 'forward';
      readonly targetGroups: readonly { readonly arn: string; readonly weight: number }[];
      /** How long a client stays with its target group, from its last request; absent when it does not. */
      readonly stickyMs?: number;
    }
  | {
      readonly type: 'fixed-response';
      readonly status: number;
      readonly body: string;
      readonly contentType?: string;
    }
  | RedirectView;

/** The parts of the new address; `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}` stand for the old ones. */
export interface RedirectView {
  readonly type: 'redirect';
  readonly status: number;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

export interface TargetGroupView {
  readonly arn: string;
  /** Targets that may get a new request: the healthy ones, or all registered ones when none is (fail-open). */
  readonly targets: readonly TargetView[];
  /** How a target is chosen; in turn when not given. */
  readonly algorithm?: 'least_outstanding_requests' | 'weighted_random';
  /** How long a client stays with its target, from its last request; absent when it does not. */
  readonly stickyMs?: number;
  /** The application's own cookie, without which no client stays. */
  readonly applicationCookie?: string;
}

export interface TargetView {
  readonly instanceId: string;
  readonly port: number;
  /** Times on the twin's clock between which its share grows evenly from nothing to a full one. */
  readonly slowStart?: { readonly beginsAt: number; readonly endsAt: number };
}

/** One request that the data plane has answered. `targetGroupArn` is absent when none was chosen. */
export interface RequestRecord {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string | undefined;
  /** The target's own status, or undefined when the load balancer answered by itself. */
  readonly targetStatus: number | undefined;
  readonly status: number;
  /** Real milliseconds: sockets do not run faster on a scaled clock. */
  readonly durationMs: number;
}
