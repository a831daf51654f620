// The steps of a stage that is not supported as a whole: each is named at its place, so that an author sees all there is to replace.
import { optional } from './fields.ts';
import { elementsOf, memberOf, membersOf, type Place, scalarOf } from './place.ts';
import { reportStepType } from './report-step-type.ts';

const LISTS = ['steps', 'rollbackSteps', 'parallel'];
const MAXIMUM_DEPTH = 20;

/** `execution` may be anything: what is no list of steps is passed over. */
export function nameForeignSteps(execution: Place | undefined, depth = 0): void {
  if (execution === undefined || depth > MAXIMUM_DEPTH) return;
  for (const key of LISTS) {
    for (const element of elementsOf(
      memberOf(execution, key) ?? { ...execution, node: undefined },
    )) {
      for (const { key: kind, place } of membersOf(element)) {
        if (kind === 'step') nameStep(place);
        else if (kind === 'stepGroup') nameForeignSteps(place, depth + 1);
        else if (kind === 'parallel') nameForeignSteps(element, depth + 1);
      }
    }
  }
}

function nameStep(step: Place): void {
  const place = optional(step, 'type');
  const type = place === undefined ? undefined : scalarOf(place.node);
  if (place !== undefined && typeof type === 'string') reportStepType(place, type);
}
