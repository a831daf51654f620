// What a step asks people for before it begins: its fields written as `<+input>….executionInput()`.
import { parseInput } from '../expression/input.ts';
import type { StepInput } from './asked-input.ts';
import { knownRules } from './check-given.ts';
import type { Filling } from './fill.ts';
import type { Place } from './names.ts';

/** Gathers the questions of one step. */
export interface Asks {
  /** `rest` stands in the spec until somebody has answered; undefined when the text asks nothing then. */
  add(
    written: string,
    place: Place,
    filling: Filling,
  ): { readonly need: string; readonly rest: string } | undefined;
  readonly all: readonly StepInput[];
}

/** Questions are named by where their field stands below the step's spec. */
export function gatherAsks(spec: Place): Asks {
  const all: StepInput[] = [];
  const add: Asks['add'] = (written, place, filling) => {
    const input = parseInput(written);
    if (input?.isAskedDuringRun !== true) return undefined;
    const name = place.path.slice(spec.path.length + 1);
    const rules = knownRules(input, filling);
    if (rules === undefined) {
      const message = `What ${place.path} allows must be known when the run starts, and it is known only later.`;
      const hint = 'Use what is known before: variables, entities, inputs.';
      filling.session.report('unsupported-expression', place.position, message, hint);
    }
    const id = `input${all.length + 1}`;
    all.push({ id, name, isRequired: true, ...rules });
    const need = `executionInput.${id}`;
    return { need, rest: `<+${need}>` };
  };
  return { add, all };
}
