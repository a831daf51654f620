// ARNs that are kept as secrets, although they only say where something is.
import type { Position } from '../diagnostic.ts';
import type { Pipeline } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { stepsIn } from './steps-in.ts';
import { type SpecText, textsIn } from './texts-in.ts';

const ADDRESS = /^(loadBalancer|(prodL|stageL|l)istener(Rule)?Arn|(stageT|t)argetGroupArn)$/;

/** Told once: a project that does it does it everywhere. */
export const secretAddress: LintRule = {
  code: 'secret-address',
  means: 'the ARN of a load balancer, listener, rule or target group is kept as a secret',
  advice: 'make it a variable: it is shown in plans, logs and the journal anyway',
  level: 'warning',
  find: (pipeline, facts) => {
    const [first, ...others] = secretAddresses(pipeline);
    if (first === undefined) return [];
    const more = others.length === 0 ? '' : `, and so are ${others.length} more`;
    return [
      {
        message: `The address "${first.field}" is taken from a secret${more}: an ARN says where something is, and plans and logs show it unmasked.`,
        hint: 'Keep it in a variable of the stage or the environment; a secret is for what nobody may see.',
        position: facts.positionOf(first.fqn) ?? first.position,
      },
    ];
  },
};

function secretAddresses(
  pipeline: Pipeline,
): readonly (SpecText & { readonly position: Position })[] {
  return stagesOf(pipeline)
    .flatMap((stage) => stepsIn([...stage.steps, ...stage.rollbackSteps]))
    .flatMap(({ step }) => textsIn(step).map((text) => ({ ...text, position: step.position })))
    .filter(({ field, text }) => ADDRESS.test(field) && text.includes('<+secrets.getValue('));
}
