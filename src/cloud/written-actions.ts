// A rule's actions as they must be sent: AWS answers more than it accepts back.
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import type { RuleAction } from '../traffic/forward-action.ts';

export function writtenActions(actions: readonly RuleAction[]): readonly JsonObject[] {
  return actions.map((action) => withoutSecret(withOneForward(action)));
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

/** AWS never tells an OIDC secret, so it can only be kept. */
function withoutSecret(action: JsonObject): JsonObject {
  const config = action['AuthenticateOidcConfig'];
  if (!isJsonObject(config)) return action;
  const { ClientSecret: _, ...rest } = config;
  return { ...action, AuthenticateOidcConfig: { ...rest, UseExistingClientSecret: true } };
}
