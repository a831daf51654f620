// A stage target group that is the live one, and weights that name one target group twice.
import { isJsonObject, type Json } from '../../lib/json.ts';
import type { Step } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintFinding, LintRule } from './lint-rule.ts';
import { loadBalancersOf, shiftOf } from './shifts.ts';
import { SETUP, SHIFT, stepsIn } from './steps-in.ts';

export const sameTargetGroup: LintRule = {
  code: 'same-target-group',
  means:
    'blue and green have the same target group: the stage target group is the live one, or a shift names one twice',
  advice: 'name the idle target group for green',
  level: 'warning',
  find: (pipeline) =>
    stagesOf(pipeline)
      .flatMap((stage) => stepsIn(stage.steps))
      .flatMap(({ step }) => [...liveForGreen(step), ...namedTwice(step)]),
};

function liveForGreen(step: Step): readonly LintFinding[] {
  if (step.type !== SETUP) return [];
  const groups = loadBalancersOf(step).map((each) => String(each['stageTargetGroupArn'] ?? ''));
  return groups
    .filter((group) => group.includes('.liveTargetGroupArn'))
    .map(() => ({
      message: `"${step.name}" puts the new group behind the target group that is live: it would get traffic before any shift.`,
      hint: 'Write .idleTargetGroupArn in stageTargetGroupArn.',
      position: step.position,
    }));
}

function namedTwice(step: Step): readonly LintFinding[] {
  const listed = step.type === SHIFT ? shiftOf(step).spec['forwardTrafficConfig'] : undefined;
  if (!Array.isArray(listed)) return [];
  const groups = listed.flatMap((each: Json) =>
    isJsonObject(each) && typeof each['targetGroupArn'] === 'string'
      ? [each['targetGroupArn']]
      : [],
  );
  if (new Set(groups).size === groups.length) return [];
  return [
    {
      message: `"${step.name}" gives weights to one target group twice, so blue and green are the same.`,
      hint: 'Name the live target group once and the stage target group once.',
      position: step.position,
    },
  ];
}
