// A rule's actions as they must be sent: AWS answers more than it accepts back.
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';

export function writtenActions(actions: readonly RuleAction[]): Action[] {
  return actions.map((action) => asAction(withoutSecret(withOneForward(action))));
}

/**
 * AWS answers a single target group twice, as `TargetGroupArn` and in `ForwardConfig`, and refuses
 * the pair when they differ: the one that carries weights and stickiness is sent.
 */
function withOneForward(action: JsonObject): JsonObject {
  const config = action['ForwardConfig'];
  const tuples = isJsonObject(config) ? config['TargetGroups'] : undefined;
  if (!Array.isArray(tuples) || tuples.length === 0) return action;
  const { TargetGroupArn: _, ...rest } = action;
  return rest;
}

function withoutSecret(action: JsonObject): JsonObject {
  const config = action['AuthenticateOidcConfig'];
  if (!isJsonObject(config)) return action;
  const { ClientSecret: _, ...rest } = config;
  return { ...action, AuthenticateOidcConfig: { ...rest, UseExistingClientSecret: true } };
}

/** The SDK's type of the same JSON; fields it does not know are dropped by its serialiser. */
function asAction(action: JsonObject): Action {
  return action as unknown as Action;
}
