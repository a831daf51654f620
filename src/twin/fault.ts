// What can be made to go wrong in a world, by tests, scenario files and people.
import type { JsonObject } from '../lib/json.ts';

export type TwinService = 'elbv2' | 'spot' | 'cloudwatch' | 'sts' | 'ec2';

/**
 * `operation` has the API's name (`ModifyRule`, `GetMetricData`); Spot's are list, read, create,
 * update, delete, capacity, status, instanceHealthiness, suspend, suspensions, resume and those of
 * `SpotControlOperation`; `*` is any. What has `times` ends by itself; `rule-edited` and
 * `interruption` happen at once; the others last until cleared.
 */
export type Fault =
  /** Health checks of these instances or targets are answered with 500. */
  | {
      readonly kind: 'failing-health';
      readonly groupId?: string | undefined;
      readonly targetGroupArn?: string | undefined;
    }
  | ({ readonly kind: 'throttle' } & Calls)
  | ({
      readonly kind: 'error';
      readonly httpStatus: number;
      readonly code: string;
      readonly message?: string | undefined;
    } & Calls)
  /** The connection breaks: before the call has any effect, or after it. */
  | ({ readonly kind: 'answer-lost'; readonly when: 'before' | 'after' } & Calls)
  /** Another hand writes a rule's actions (in AWS's field names). */
  | {
      readonly kind: 'rule-edited';
      readonly ruleArn: string;
      readonly actions: readonly JsonObject[];
    }
  /** The market takes an instance back (of a group its oldest that runs), after a notice of 120 s. */
  | {
      readonly kind: 'interruption';
      readonly instanceId?: string | undefined;
      readonly groupId?: string | undefined;
      readonly noticeMs?: number | undefined;
    }
  /** No capacity on the market: new instances of the group are not fulfilled. */
  | { readonly kind: 'shortage'; readonly groupId: string };

export interface Calls {
  readonly service: TwinService;
  readonly operation: string;
  readonly times: number;
}
