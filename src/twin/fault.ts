// What can be made to go wrong in a world, by tests, scenario files and people.
import type { JsonObject } from '../lib/json.ts';

export type TwinService = 'elbv2' | 'spot' | 'cloudwatch' | 'sts' | 'ec2';

/**
 * `operation` has the API's name (`ModifyRule`, `GetMetricData`); Spot's are list, read, create,
 * update, delete, capacity, status, instanceHealthiness, suspend, suspensions, resume and those of
 * `SpotControlOperation`; `*` is any. `groupId` is the id or the name of an Elastigroup,
 * `targetGroupArn` an ARN or a name, `ruleArn` an ARN or `port/priority`.
 *
 * What has `times` ends by itself; `interruption`, `interruption-foreseen` and what another hand does (`rule-edited`,
 * `group-edited`, `target-deregistered`) happen at once; the others last until cleared.
 */
export type Fault =
  | FailingHealth
  | ({ readonly kind: 'throttle' } & Calls)
  | ({
      readonly kind: 'error';
      readonly httpStatus: number;
      readonly code: string;
      readonly message?: string | undefined;
    } & Calls)
  /** The connection breaks: before the call has any effect, or after it. */
  | ({ readonly kind: 'answer-lost'; readonly when: 'before' | 'after' } & Calls)
  /**
   * Over HTTP the call acts (`before`) or is answered (`after`) so much real time later, whether or
   * not its caller still waits; a call within this process is not late.
   */
  | ({ readonly kind: 'slow'; readonly when: 'before' | 'after'; readonly delayMs: number } & Calls)
  /** The call is never answered, with its effect or without; over HTTP its connection stays open. */
  | ({ readonly kind: 'hang'; readonly when: 'before' | 'after' } & Calls)
  /** Reads of rules answer what was before the last write: so many reads, or so long. */
  | {
      readonly kind: 'stale-read';
      readonly operation: 'DescribeRules' | 'DescribeListeners' | '*';
      readonly times?: number | undefined;
      readonly forMs?: number | undefined;
    }
  | OtherHand
  /** The market takes an instance back (of a group its oldest that runs), after a notice of 120 s. */
  | {
      readonly kind: 'interruption';
      readonly instanceId?: string | undefined;
      readonly groupId?: string | undefined;
      readonly noticeMs?: number | undefined;
    }
  /** No capacity on the market: after `fulfilled` more, new instances of the group are not fulfilled. */
  | {
      readonly kind: 'shortage';
      readonly groupId: string;
      readonly fulfilled?: number | undefined;
    }
  /** No Spot capacity (of these types): the group falls back to on demand where it may. */
  | {
      readonly kind: 'spot-shortage';
      readonly groupId: string;
      readonly instanceTypes?: readonly string[] | undefined;
    }
  /** Spot foresees an interruption that has no notice yet (of a group: of its oldest that runs). */
  | {
      readonly kind: 'interruption-foreseen';
      readonly instanceId?: string | undefined;
      readonly groupId?: string | undefined;
    }
  /** Instances of the group that boot from now on take so much longer. */
  | { readonly kind: 'slow-boot'; readonly groupId: string; readonly extraMs: number }
  /** Spot registers new instances of the group in its target groups so much later, or never. */
  | {
      readonly kind: 'registration-lost';
      readonly groupId: string;
      readonly lateMs?: number | undefined;
    }
  /** Metric periods come so much later than they would; of every target group and metric when none is named. */
  | ({ readonly kind: 'metrics-late'; readonly extraMs: number } & Metrics)
  /** The clouds' own clocks show so much more (or less) than the twin's; nothing is due earlier or later. */
  | { readonly kind: 'clock-jump'; readonly byMs: number }
  /** Metric periods do not show at all while it lasts. */
  | ({ readonly kind: 'metrics-missing' } & Metrics);

export interface Calls {
  readonly service: TwinService;
  readonly operation: string;
  readonly times: number;
}

/**
 * Health checks of the targets of a group or target group are answered with `status` (500): of all,
 * or of `share` of them (from 0 to 1) in the order in which they are first checked.
 */
export interface FailingHealth {
  readonly kind: 'failing-health';
  readonly groupId?: string | undefined;
  readonly targetGroupArn?: string | undefined;
  readonly share?: number | undefined;
  readonly status?: number | undefined;
}

/** What somebody else does to the same things, at once and uncounted. */
export type OtherHand =
  /** `actions` in AWS's field names, or `weights` by target group. */
  | {
      readonly kind: 'rule-edited';
      readonly ruleArn: string;
      readonly actions?: readonly JsonObject[] | undefined;
      readonly weights?: Readonly<Record<string, number>> | undefined;
    }
  /** `change` is merged into what stands inside `group` in Spot's API. */
  | { readonly kind: 'group-edited'; readonly groupId: string; readonly change: JsonObject }
  /** Without an instance the target that has been there longest. */
  | {
      readonly kind: 'target-deregistered';
      readonly targetGroupArn: string;
      readonly instanceId?: string | undefined;
    };

interface Metrics {
  readonly targetGroupArn?: string | undefined;
  /** Such as `RequestCount`. */
  readonly metric?: string | undefined;
}
