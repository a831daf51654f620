// Weights that go on rising after one of them was refused.
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { SHIFT, stepsIn, strategiesOf } from './steps-in.ts';

export const runAllAfterRejection: LintRule = {
  code: 'run-all-after-rejection',
  means: '`onFailure: RunAll` of a strategy whose iterations shift traffic',
  advice: 'leave it out: then the first rung that fails or is rejected is the last one',
  level: 'warning',
  find: (pipeline) => {
    const strategies = stagesOf(pipeline).flatMap((stage) =>
      stepsIn(stage.steps)
        .filter(({ step }) => step.type === SHIFT)
        .flatMap((found) => strategiesOf(found, stage)),
    );
    const running = new Set(strategies.filter(({ onFailure }) => onFailure === 'RunAll'));
    return [...running].map(({ position }) => ({
      message:
        'With onFailure: RunAll the next weight is set although the one before it failed or was rejected.',
      hint: 'Leave onFailure out: then traffic stays where the last good rung has put it until the rollback steps act.',
      position,
    }));
  },
};
