// What is wrong with inputs themselves, whoever fills them in.
import { parseInput } from '../expression/input.ts';
import type { OpenInput } from './describe-inputs.ts';
import type { Report } from './yaml-source.ts';

/** Where Harness refuses to ask while the run is under way. */
const NEVER_ASKED = [
  { path: /\.timeout$/, what: 'a timeout' },
  { path: /\.when\.condition$/, what: 'a condition' },
  { path: /\.steps\..+\.variables\.[^.]+$/, what: 'a variable of a step group' },
];

export function checkInputs(inputs: readonly OpenInput[], report: Report): void {
  for (const { path, written, position } of inputs) {
    const input = parseInput(written);
    for (const { message } of input?.problems ?? []) {
      report({
        code: 'bad-expression',
        severity: 'error',
        message: `The input ${path} cannot be read: ${message}.`,
        hint: 'Correct what follows <+input>.',
        position,
      });
    }
    const never = NEVER_ASKED.find((each) => each.path.test(path));
    if (input?.isAskedDuringRun !== true || never === undefined) continue;
    report({
      code: 'wrong-value',
      severity: 'error',
      message: `${path} is ${never.what}, which nobody can be asked for while the run is under way.`,
      hint: 'Remove ".executionInput()": then it is asked for before the run.',
      position,
    });
  }
}
