// The capacity that green is scaled to, from the step's spec and the group in service.
import type { Capacity } from '../../cloud/elastigroups.ts';
import type { ElastigroupBgStageSetupSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';

/** What Harness takes for CurrentRunning when no group is in service. */
const WITHOUT_BLUE: Capacity = { minimum: 1, target: 2, maximum: 4 };

export function wantedCapacity(
  instances: ElastigroupBgStageSetupSpec['instances'],
  inService: Capacity | undefined,
): Capacity {
  if (instances.type === 'CurrentRunning') return inService ?? WITHOUT_BLUE;
  const { min, max, desired } = instances.spec;
  return { minimum: min, target: desired, maximum: max };
}
