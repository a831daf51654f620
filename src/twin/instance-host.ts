// The instance host port: where the twin's EC2 instances really run, or are made believe to.

export interface Instance {
  readonly instanceId: string;
  readonly amiId: string;
  /** Decoded user data; empty when the launch specification has none. */
  readonly userData: string;
  /** Absent for one that boots now; else it has run so long, for hosts that only make believe. */
  readonly ranMs?: number;
}

/** `refused`: nothing listens. `timeout`: no whole answer within the check's time. */
export type CheckResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' };

export interface HealthCheck {
  /** The port the target is registered with. */
  readonly port: number;
  /** Where the check goes when that is another port. */
  readonly ownPort?: number;
  readonly path: string;
  /** On the twin's clock; a host with real sockets uses real time where that is longer. */
  readonly timeoutMs: number;
}

/**
 * The model calls `launch` when an instance begins to boot (again only when a world is put back: then
 * what runs goes on, and only how long it has run is news) and `terminate` once when it ends;
 * it may call `check` at any time in between and after, any number at once. `done` is called exactly
 * once, at once or later. A host never throws for an unknown instance: its check is `refused`.
 */
export interface InstanceHost {
  launch(instance: Instance): void;
  terminate(instanceId: string): void;
  check(instanceId: string, check: HealthCheck, done: (result: CheckResult) => void): void;
}
