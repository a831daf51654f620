// ElastigroupBGStageSetup: the green group, healthy at weight 0, with everything recorded that a way back needs.

import type { StepContext, StepResult } from '../execution/step.ts';
import type { ElastigroupBgStageSetupSpec } from '../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import { FACT, type Setup } from '../traffic/facts.ts';
import { warn } from './common/notice.ts';
import { stepPace } from './common/pace.ts';
import { record } from './common/step-facts.ts';
import { awaitGreen } from './setup/await-green.ts';
import { recordBefore } from './setup/before-setup.ts';
import { createGreen } from './setup/create-green.ts';
import { removeLeftover } from './setup/leftover-group.ts';
import { lookAround, testedRules } from './setup/look-around.ts';
import { raiseFloor, scaleTo } from './setup/scale-groups.ts';
import { setupOutput } from './setup/setup-output.ts';
import type { StepTools } from './tools.ts';

export async function setUpGreen(
  tools: StepTools,
  spec: ElastigroupBgStageSetupSpec,
  context: StepContext,
): Promise<StepResult> {
  const pace = stepPace(context);
  const looking = { ...context, warn: (text: string) => warn(context, text) };
  const surroundings = await lookAround(tools, spec, looking, pace);
  const { deployment, elastigroups, loadBalancers, metrics, sites, found, wanted } = surroundings;
  const { setup, leftover } = await recordBefore(context, spec, sites, found, wanted);
  if (leftover !== null) {
    const exempt = testedRules(tools.policy, context.stage);
    const check = { sites, exempt, metrics, loadBalancers };
    await removeLeftover(context, pace, elastigroups, leftover, check);
  }
  const green =
    setup.green ??
    (await createGreen(context, pace, {
      setup,
      deployment,
      leftover,
      elastigroups,
      loadBalancers,
    }));
  const made: Setup = await record(context, FACT.setup, 'green', { ...setup, green });
  context.log(`${green.name} (${green.id}) stands with ${deployment.amiId}, without weight.`);
  if (made.blue !== null) await raiseFloor(context, pace, elastigroups, made.blue);
  await scaleTo(context, pace, elastigroups, green, wanted);
  const polls = tools.policy.healthyPolls;
  await awaitGreen(context, pace, { setup: made, green, loadBalancers, elastigroups, polls });
  return { status: 'succeeded', output: setupOutput(made, wanted) };
}
