// The actions of a listener rule as AWS answers them, and the few questions we ask of them.
import type { JsonObject } from '../lib/json.ts';

/** One entry of a forward action; weights are 0 to 999 and a share is weight over sum. */
export interface WeightedTargetGroup {
  readonly targetGroupArn: string;
  readonly weight: number;
}

/**
 * An action in AWS's own field names (`Type`, `Order`, `ForwardConfig`, `AuthenticateOidcConfig` …),
 * in the normal form AWS answers. Everything but the forward weights is carried through untouched.
 */
export type RuleAction = JsonObject & { readonly Type: string };
