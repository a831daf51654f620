// The code of every Harness step, by its type's name.
import type { StepContext, StepDefinition, StepResult, WatchContext } from '../execution/step.ts';
import type { JsonObject } from '../lib/json.ts';
import {
  ownNamesOf,
  parseRenderedSpec,
  type StepSpecs,
  type StepTypeName,
} from '../pipeline/step-types/step-types.ts';
import { waitAtBarrier } from './barrier.ts';
import { cleanUpBlue } from './blue-clean-up.ts';
import { failure, outcomeOf } from './common/failure.ts';
import { askScript } from './custom-approval.ts';
import { setUpGreen } from './elastigroup-bg-stage-setup.ts';
import { shiftTraffic } from './elastigroup-blue-green-traffic-shift.ts';
import { rollBackElastigroups, rollBackRules } from './elastigroup-rollback.ts';
import { sendEmail } from './email.ts';
import { askForApproval } from './harness-approval.ts';
import { callHttp } from './http.ts';
import { rollBackPromotion } from './promotion-rollback.ts';
import { waitForTurn } from './queue.ts';
import { watchGate } from './review/watch-gate.ts';
import { runScript } from './shell-script.ts';
import type { StepMeans, StepTools } from './tools.ts';
import { waitForTime } from './wait.ts';

export function createSteps(means: StepMeans): ReadonlyMap<string, StepDefinition> {
  const toolsOf = ({ stage }: Pick<StepContext, 'stage'>): StepTools => ({
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
    define('CustomApproval', askScript),
    define('Wait', waitForTime),
    define('Barrier', waitAtBarrier),
    define('Queue', (spec, context) => waitForTurn(toolsOf(context), spec, context)),
    define('Http', (spec, context) => callHttp(toolsOf(context), spec, context)),
    define('Email', (spec, context) => sendEmail(toolsOf(context), spec, context)),
    {
      ...define('HarnessApproval', (spec, context) =>
        askForApproval(toolsOf(context), spec, context),
      ),
      watch: (context: WatchContext) => watchGate(toolsOf(context), context),
    },
  ];
  const internal = [
    followUp('PromotionRollback', (spec, context) =>
      rollBackPromotion(toolsOf(context), spec['scaleUp'] === true, context),
    ),
    followUp('BlueCleanUp', (_spec, context) => cleanUpBlue(toolsOf(context), context)),
  ];
  return new Map([...definitions, ...internal].map((definition) => [definition.type, definition]));
}

/** Known to the plans that Penstock makes itself, and not to the language. */
function followUp(type: string, run: StepDefinition['run']): StepDefinition {
  return {
    type,
    run: async (spec, context) => {
      try {
        return await run(spec, context);
      } catch (error) {
        throw outcomeOf(error, `${type} could not go on`);
      }
    },
  };
}

function define<Name extends StepTypeName>(
  type: Name,
  run: (spec: StepSpecs[Name], context: StepContext) => Promise<StepResult>,
): StepDefinition {
  return {
    type,
    names: ownNamesOf(type),
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
