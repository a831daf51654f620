// Listener actions in the form by which requests are routed.
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, textOf } from '../request-fields.ts';
import type { ActionView, RedirectView } from '../routing-view.ts';
import { weightsOf } from './actions.ts';

/** The view of the one action that ends a request; authentication lets every request pass. */
export function actionView(actions: readonly JsonObject[]): ActionView {
  const targetGroups = weightsOf(actions);
  if (targetGroups.length > 0)
    return { type: 'forward', targetGroups, ...groupStickiness(actions) };
  const redirect = configOf(actions, 'RedirectConfig');
  if (redirect !== undefined) return redirectView(redirect);
  const fixed = configOf(actions, 'FixedResponseConfig') ?? {};
  const contentType = textOf(fixed, 'ContentType');
  return {
    type: 'fixed-response',
    status: Number(fixed['StatusCode'] ?? 503),
    body: textOf(fixed, 'MessageBody') ?? '',
    ...(contentType === undefined ? {} : { contentType }),
  };
}

function groupStickiness(actions: readonly JsonObject[]): { readonly stickyMs?: number } {
  const forward = configOf(actions, 'ForwardConfig') ?? {};
  const config = objectOf(forward, 'TargetGroupStickinessConfig') ?? {};
  const seconds = numberOf(config, 'DurationSeconds');
  return config['Enabled'] === true && seconds !== undefined ? { stickyMs: seconds * 1_000 } : {};
}

/** What is not given stays as it was in the request. */
function redirectView(config: JsonObject): RedirectView {
  return {
    type: 'redirect',
    status: config['StatusCode'] === 'HTTP_301' ? 301 : 302,
    protocol: textOf(config, 'Protocol') ?? '#{protocol}',
    host: textOf(config, 'Host') ?? '#{host}',
    port: textOf(config, 'Port') ?? '#{port}',
    path: textOf(config, 'Path') ?? '/#{path}',
    query: textOf(config, 'Query') ?? '#{query}',
  };
}

function configOf(actions: readonly JsonObject[], name: string): JsonObject | undefined {
  return actions.map((action) => action[name]).find(isJsonObject);
}
