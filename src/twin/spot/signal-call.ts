// The call by which an instance says that it is ready, or ready to be shut down.
import type { JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import { choiceOf, needed } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { memberOf } from './instance-calls.ts';
import { SIGNALS, signalMsOf } from './signals.ts';
import { spotError } from './spot-error.ts';

export function sendSignal(groups: Elastigroups, request: JsonObject, now: number): JsonObject {
  const signal = needed(choiceOf(request, 'signal', SIGNALS), 'signal');
  const instanceId = needed(textOf(request, 'instanceId'), 'instanceId');
  const { group, instance } = memberOf(groups, instanceId);
  const { fulfilledAt, readyDueAt, phase } = instance;
  const isWaiting = signal === 'INSTANCE_READY' ? readyDueAt !== undefined : phase === 'draining';
  const waitMs = signalMsOf(group, signal);
  if (!isWaiting || waitMs === undefined) {
    throw spotError('INVALID_INSTANCE_STATE', `Instance ${instanceId} waits for no ${signal}`);
  }
  if (signal === 'INSTANCE_READY') groups.fleet.ready(group, instance);
  else groups.fleet.kill(group, instance);
  const time = (at: number): string => new Date(at).toISOString();
  return {
    instanceId,
    type: signal,
    ...(signal === 'INSTANCE_READY'
      ? { instanceLaunchedAt: time(fulfilledAt), signalExpiresAt: time(readyDueAt ?? now) }
      : {}),
  };
}
