// What a HarnessApproval asks of its approvers, as the gate holds it.
import { StepFailure } from '../execution/step.ts';
import { checkInput } from '../expression/input.ts';
import { splitList } from '../expression/input-list.ts';
import { compileRegex } from '../expression/regex.ts';
import type { ApproverInput } from '../pipeline/step-types/harness-approval.ts';
import type { AskedInput } from '../plan/asked-input.ts';

/** Throws `StepFailure` where it asks for what nobody can give. */
export function askedOfApprovers(inputs: readonly ApproverInput[]): readonly AskedInput[] {
  const names = inputs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(twice, 'it is asked for twice');
  return inputs.map(askedOf);
}

function askedOf(input: ApproverInput): AskedInput {
  const { name, defaultValue, required, regex } = input;
  const lists = [input.allowedValues, input.selectOneFrom, input.selectManyFrom];
  const [list, ...others] = lists.filter((each) => each !== undefined);
  if (others.length > 0 || (list !== undefined && regex !== undefined)) {
    throw wrong(name, 'one of regex, allowedValues, selectOneFrom and selectManyFrom is enough');
  }
  const pattern = regex === undefined ? undefined : compileRegex(regex);
  if (pattern?.status === 'invalid') throw wrong(name, pattern.message);
  const many = input.selectManyFrom !== undefined;
  const asked: AskedInput = {
    name,
    isRequired: required === true,
    ...(defaultValue !== undefined && { default: defaultValue }),
    ...(list !== undefined && { allowed: { values: splitList(list), many } }),
    ...(regex !== undefined && { regex }),
  };
  const rules = { ...asked, isAskedDuringRun: true, problems: [] };
  const objection = defaultValue === undefined ? undefined : checkInput(defaultValue, rules);
  if (objection !== undefined) throw wrong(name, `its default does not fit: ${objection}`);
  return asked;
}

function wrong(name: string, why: string): StepFailure {
  return new StepFailure({
    type: 'Unknown',
    message: `The approver input "${name}" cannot be asked for: ${why}. Correct approverInputs.`,
  });
}
