// The instance types of the region: those that anything in the world names.
import type { JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import type { WorldSpec } from '../world-spec.ts';
import { invalid, needed } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { onDemandTypeOf, spotTypesOf } from './instance-types.ts';

export function spotTypes(
  spec: WorldSpec,
  groups: Elastigroups,
  request: JsonObject,
): readonly JsonObject[] {
  const region = needed(textOf(request, 'region'), 'region');
  if (region !== spec.region) throw invalid('region', `must be ${spec.region}, the only one here`);
  const types = groups
    .all()
    .flatMap(({ document }) => [...spotTypesOf(document), onDemandTypeOf(document)]);
  const imported = (spec.autoScalingGroups ?? []).map(({ instanceType }) => instanceType);
  return [...new Set([...types, ...imported])].sort().map((instanceType) => ({ instanceType }));
}
