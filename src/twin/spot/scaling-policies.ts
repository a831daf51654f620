// The scaling policies of a group: their names, and those that are suspended for a while.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textOf } from '../request-fields.ts';
import { invalid, needed, wholeNumberOf } from './control-fields.ts';
import type { Group } from './group.ts';
import { spotError } from './spot-error.ts';

export type PolicyKind = 'up' | 'down' | 'target';

export interface ScalingPolicy {
  readonly kind: PolicyKind;
  readonly name: string;
  readonly document: JsonObject;
}

const KINDS: readonly PolicyKind[] = ['up', 'down', 'target'];
const WEEK_MINUTES = 10_080;

export function policiesOf(document: JsonObject): readonly ScalingPolicy[] {
  const scaling = objectOf(document, 'scaling') ?? {};
  return KINDS.flatMap((kind) =>
    (objectsOf(scaling, kind) ?? []).map((each) => ({
      kind,
      name: textOf(each, 'policyName') ?? '',
      document: each,
    })),
  );
}

export function isPolicySuspended(group: Group, name: string, now: number): boolean {
  const until = group.policySuspensions.get(name);
  return until === null || (until !== undefined && until > now);
}

export function suspendPolicy(group: Group, request: JsonObject, now: number): JsonObject {
  const name = needed(textOf(request, 'policyName'), 'policyName');
  if (!policiesOf(group.document).some((each) => each.name === name)) {
    throw spotError('POLICY_DOESNT_EXIST', `Group ${group.id} has no scaling policy ${name}`);
  }
  const given = request['suspension'] ?? {};
  const suspension = objectOf({ given }, 'given');
  if (suspension === undefined) throw invalid('suspension', 'must be an object');
  const minutes = wholeNumberOf(suspension, 'ttlInMinutes', { least: 1, most: WEEK_MINUTES });
  const until = minutes === undefined ? null : now + minutes * 60_000;
  group.policySuspensions.set(name, until);
  return suspensionShape(group, name);
}

/** Without a name all of them. */
export function resumePolicy(group: Group, request: JsonObject): void {
  const name = textOf(request, 'policyName');
  if (name === undefined) group.policySuspensions.clear();
  else group.policySuspensions.delete(name);
}

export function policySuspensions(group: Group, now: number): JsonObject {
  const names = [...group.policySuspensions.keys()];
  return {
    scalePolicySuspensions: names
      .filter((name) => isPolicySuspended(group, name, now))
      .map((name) => suspensionShape(group, name)),
  };
}

function suspensionShape(group: Group, name: string): JsonObject {
  const until = group.policySuspensions.get(name) ?? null;
  return {
    groupId: group.id,
    policyName: name,
    state: 'suspended',
    expiresAt: until === null ? null : new Date(until).toISOString(),
  };
}
