// Rollback steps that leave the rules and groups as they are.
import { stagesOf } from '../stages-of.ts';
import type { LintRule } from './lint-rule.ts';
import { SETUP, stepsIn } from './steps-in.ts';

const RESTORING = ['ElastigroupRollback', 'StandAloneTrafficShiftRollback'];

/** A stage without any rollback steps is told of by the plan. */
export const noWayBack: LintRule = {
  code: 'no-way-back',
  means: 'a stage sets up a group, and none of its `rollbackSteps` restores rules and groups',
  advice: 'add an `ElastigroupRollback` step to them',
  level: 'warning',
  find: (pipeline) =>
    stagesOf(pipeline).flatMap((stage) => {
      const [setup] = stepsIn(stage.steps).filter(({ step }) => step.type === SETUP);
      const back = stepsIn(stage.rollbackSteps);
      const restores = back.some(({ step }) => RESTORING.includes(step.type));
      if (setup === undefined || back.length === 0 || restores) return [];
      return [
        {
          message: `"${setup.step.name}" sets up a group, but the rollback steps of "${stage.name}" put neither the rules nor the groups back.`,
          hint: 'Add a step of type ElastigroupRollback to rollbackSteps; without it a failed run leaves traffic where it is.',
          position: setup.step.position,
        },
      ];
    }),
};
