// ElastigroupRollback: all rules of the stage as before, then names and capacities, then green away.
import type { Leftover } from '../execution/event.ts';
import type { StepContext, StepResult } from '../execution/step.ts';
import { stepsOf } from '../plan/walk.ts';
import { leftAsItIs } from './rollback/groups-as-before.ts';
import { leftGroup, ONLY_THEN, whatOfRule } from './rollback/leftovers.ts';
import { putGroupsBack } from './rollback/put-groups-back.ts';
import { restoreRules } from './rollback/restore-rules.ts';
import { rulesLeftNoMore, type WayBack, wayBackOf } from './rollback/way-back.ts';
import type { StepTools } from './tools.ts';

export async function rollBackElastigroups(
  tools: StepTools,
  context: StepContext,
  way: WayBack = wayBackOf(tools, context),
): Promise<StepResult> {
  if (isNothing(way)) return nothingToDo(context);
  const rules = await restoreRules(way);
  const groups = await putGroupsBack(way);
  return { ...resultOf(way, [...rules, ...groups]), putBack: true };
}

/**
 * StandAloneTrafficShiftRollback: the same way back of traffic, without the groups. It never says that
 * all is put back: that needs the groups too.
 */
export async function rollBackRules(tools: StepTools, context: StepContext): Promise<StepResult> {
  const way = wayBackOf(tools, context);
  if (isNothing(way)) return nothingToDo(context);
  return resultOf(way, [...(await restoreRules(way)), ...forgottenGroups(way)]);
}

type Succeeded = Extract<StepResult, { status: 'succeeded' }>;

function isNothing({ images, setup }: WayBack): boolean {
  return images.length === 0 && setup === undefined;
}

function nothingToDo(context: StepContext): StepResult {
  context.log('This stage has touched nothing: there is nothing to put back.');
  return { status: 'succeeded', putBack: true };
}

function resultOf(way: WayBack, leftovers: readonly Leftover[]): Succeeded {
  const cleared = rulesLeftNoMore(way).map(whatOfRule);
  return {
    status: 'succeeded',
    ...(leftovers.length > 0 && { leftovers }),
    ...(cleared.length > 0 && { cleared }),
  };
}

/** Nobody else puts the groups back when the stage lists no ElastigroupRollback. */
function forgottenGroups({ context, setup }: WayBack): readonly Leftover[] {
  const steps = [...stepsOf(context.stage.rollback)];
  if (steps.some(({ type }) => type === 'ElastigroupRollback')) return [];
  const { green = null, blue = null } = setup ?? {};
  if (green === null) return [];
  const why = 'the stage has no ElastigroupRollback step';
  const before = blue === null ? [] : leftAsItIs(blue, why);
  return [...before, leftGroup(green, `${why}; ${ONLY_THEN}`)];
}
