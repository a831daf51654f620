// The code of every Harness step, by its type's name.
import type { StepContext, StepDefinition, StepResult } from '../execution/step.ts';
import type { JsonObject } from '../lib/json.ts';
import {
  parseRenderedSpec,
  type StepSpecs,
  type StepTypeName,
} from '../pipeline/step-types/step-types.ts';
import { failure, outcomeOf } from './common/failure.ts';
import { setUpGreen } from './elastigroup-bg-stage-setup.ts';
import { shiftTraffic } from './elastigroup-blue-green-traffic-shift.ts';
import { rollBackElastigroups, rollBackRules } from './elastigroup-rollback.ts';
import { askForApproval } from './harness-approval.ts';
import { runScript } from './shell-script.ts';
import type { StepMeans, StepTools } from './tools.ts';

export function createSteps(means: StepMeans): ReadonlyMap<string, StepDefinition> {
  const toolsOf = ({ stage }: StepContext): StepTools => ({
    ...means,
    policy: means.policy(stage.deployment?.environment.identifier ?? ''),
  });
  const definitions = [
    define('ElastigroupBGStageSetup', (spec, context) =>
      setUpGreen(toolsOf(context), spec, context),
    ),
    define('ElastigroupBlueGreenTrafficShift', (spec, context) =>
      shiftTraffic(toolsOf(context), spec, context),
    ),
    define('ElastigroupRollback', (_spec, context) =>
      rollBackElastigroups(toolsOf(context), context),
    ),
    define('StandAloneTrafficShiftRollback', (_spec, context) =>
      rollBackRules(toolsOf(context), context),
    ),
    define('ShellScript', runScript),
    define('HarnessApproval', (spec, context) => askForApproval(toolsOf(context), spec, context)),
  ];
  return new Map(definitions.map((definition) => [definition.type, definition]));
}

function define<Name extends StepTypeName>(
  type: Name,
  run: (spec: StepSpecs[Name], context: StepContext) => Promise<StepResult>,
): StepDefinition {
  return {
    type,
    run: async (given: JsonObject, context: StepContext): Promise<StepResult> => {
      const parsed = parseRenderedSpec(type, given);
      if (parsed.status === 'invalid') {
        throw failure('Unknown', {
          what: `The spec of the step does not fit ${type}`,
          why: parsed.message,
          todo: 'Correct the pipeline or the value an expression gives',
          traffic: 'This step has done nothing',
        });
      }
      try {
        return await run(parsed.spec, context);
      } catch (error) {
        throw outcomeOf(error, `${type} could not go on`);
      }
    },
  };
}
