// A ladder of weights that stands still or goes down.
import type { Json } from '../../lib/json.ts';
import type { Stage } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintFinding, LintRule } from './lint-rule.ts';
import { shiftOf } from './shifts.ts';
import { type FoundStep, SHIFT, stepsIn, strategiesOf } from './steps-in.ts';

export const fallingWeights: LintRule = {
  code: 'falling-weights',
  means: 'the weights of a stage repeat or go down, in a matrix or from step to step',
  advice: 'write them rising; going back is for the rollback steps',
  level: 'warning',
  find: (pipeline) => stagesOf(pipeline).flatMap(findIn),
};

/** What a condition guards may be the way down that is meant. */
function findIn(stage: Stage): readonly LintFinding[] {
  const shifts = stepsIn(stage.steps).filter(
    ({ step }) =>
      step.type === SHIFT && step.when === undefined && shiftOf(step).type === 'Inherit',
  );
  let last: number | undefined;
  return shifts.flatMap((found) => {
    for (const weight of weightsOf(found, stage)) {
      const before = last;
      last = weight;
      if (before === undefined || weight > before) continue;
      const how = weight === before ? 'is set twice' : `follows ${before} %`;
      const message = `In "${found.step.name}" the weight ${weight} % ${how}: the share of the new version does not rise.`;
      const hint = 'Write the weights rising, each once; the way back belongs into rollbackSteps.';
      return [{ message, hint, position: found.step.position }];
    }
    return [];
  });
}

/** Those that the text tells; none when only the plan knows. */
function weightsOf(found: FoundStep, stage: Stage): readonly number[] {
  const written = shiftOf(found.step).spec['weightPercentage'];
  const single = numberOf(written);
  if (single !== undefined) return [single];
  const axis = /^<\+matrix\.(\w+)>$/.exec(String(written))?.[1];
  for (const strategy of strategiesOf(found, stage)) {
    if (strategy.kind !== 'matrix' || typeof strategy.axes === 'string') continue;
    const values = strategy.axes.find(({ name }) => name === axis)?.values;
    if (!Array.isArray(values)) continue;
    const weights = values.map(numberOf).filter((weight) => weight !== undefined);
    return strategy.axes.length === 1 && weights.length === values.length ? weights : [];
  }
  return [];
}

function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}
