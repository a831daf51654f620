// A rule that one stage moves in two ways, so that neither knows what the other has written.
import type { Stage } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintFinding, LintRule } from './lint-rule.ts';
import { loadBalancersOf, shiftOf } from './shifts.ts';
import { SETUP, SHIFT, stepsIn } from './steps-in.ts';

export const ruleShiftedTwice: LintRule = {
  code: 'rule-shifted-twice',
  means: 'a `Standalone` shift names the rule that `Inherit` shifts of the same stage move already',
  advice: 'shift one rule in one way',
  level: 'warning',
  find: (pipeline) => stagesOf(pipeline).flatMap(findIn),
};

function findIn(stage: Stage): readonly LintFinding[] {
  const steps = stepsIn(stage.steps).map(({ step }) => step);
  const inherits = steps.some((step) => step.type === SHIFT && shiftOf(step).type === 'Inherit');
  if (!inherits) return [];
  const inherited = steps
    .filter(({ type }) => type === SETUP)
    .flatMap((step) => loadBalancersOf(step).map((each) => each['prodListenerRuleArn']));
  return steps
    .filter((step) => step.type === SHIFT && shiftOf(step).type === 'Standalone')
    .filter((step) => {
      const rule = shiftOf(step).spec['listenerRuleArn'];
      return typeof rule === 'string' && inherited.includes(rule);
    })
    .map((step) => ({
      message: `"${step.name}" sets the weights of the rule that the Inherit steps of this stage shift: what they have proven is overwritten.`,
      hint: 'Name another rule in listenerRuleArn, or write the step as Inherit with weightPercentage.',
      position: step.position,
    }));
}
