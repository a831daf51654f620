// The rung behind an approval: the first traffic shift after it, in the order of the plan.
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import type { NodePath, StageNode } from '../../plan/plan.ts';
import { stepsOf } from '../../plan/walk.ts';
import type { Setup } from '../../traffic/facts.ts';
import { percent, shareOf } from '../../traffic/split.ts';
import { greenTargetGroups } from '../shift/shift.ts';

export function nextRung(stage: StageNode, path: NodePath, setup: Setup): string | null {
  const steps = [...stepsOf(stage.steps)];
  const here = steps.findIndex((step) => step.path === path);
  const next = steps
    .slice(here + 1)
    .find(({ type }) => type === 'ElastigroupBlueGreenTrafficShift');
  const wrapper = next?.spec['elastigroupTrafficShiftWrapper'];
  if (!isJsonObject(wrapper) || !isJsonObject(wrapper['spec'])) return null;
  return wrapper['type'] === 'Inherit'
    ? inherited(wrapper['spec'])
    : standalone(wrapper['spec'], setup);
}

function inherited(spec: JsonObject): string | null {
  const weight = Number(spec['weightPercentage']);
  return Number.isFinite(weight) ? `prod-${weight}` : null;
}

function standalone(spec: JsonObject, setup: Setup): string | null {
  const listed = spec['forwardTrafficConfig'];
  if (!Array.isArray(listed)) return null;
  const targetGroups = listed.filter(isJsonObject).map((entry) => ({
    targetGroupArn: String(entry['targetGroupArn']),
    weight: Number(entry['weight']),
  }));
  const share = shareOf(targetGroups, greenTargetGroups(setup));
  return Number.isFinite(share) ? `stage-${percent(share)}` : null;
}
