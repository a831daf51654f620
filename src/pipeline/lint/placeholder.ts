// Values that are still to be filled in: a run on AWS would fail on the first of them.
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { stepsIn } from './steps-in.ts';
import { textsIn } from './texts-in.ts';

const PLACEHOLDER =
  /<(?!\+)[\w .:-]+>|\b(REPLACE|CHANGE)[-_ ]?ME\b|\bREPLACE\b|\b[xX]{5,}\b|^arn:aws[\w-]*:[\w-]*:[\w-]*:0{12}:/;

const FIELD = /([aA]rn|[rR]ef|region|loadBalancer)$/;

export const placeholder: LintRule = {
  code: 'placeholder',
  means:
    'an ARN or reference is a placeholder; a note that `plan` and `run` on AWS take for an error',
  advice: 'fill it in, or bind it with `--set`',
  level: 'note',
  find: (pipeline, facts) =>
    stagesOf(pipeline)
      .flatMap((stage) => stepsIn([...stage.steps, ...stage.rollbackSteps]))
      .flatMap(({ step }) => textsIn(step).map((text) => ({ ...text, step })))
      .filter(({ field, text }) => FIELD.test(field) && PLACEHOLDER.test(text))
      .map(({ field, fqn, text, step }) => ({
        message: `The ${field} of "${step.name}" is a placeholder: "${text}".`,
        hint: `Write the real one, or give it when you run: --set ${fqn}=….`,
        position: facts.positionOf(fqn) ?? step.position,
      })),
};
