// BlueCleanUp: the end of the time in which blue is kept warm. No author writes this type.
import type { Leftover } from '../execution/event.ts';
import type { StepContext, StepResult } from '../execution/step.ts';
import { targetGroupName } from '../traffic/arn.ts';
import type { GroupImage, Setup } from '../traffic/facts.ts';
import { removeGroupCommands } from '../traffic/put-back-commands.ts';
import { failure, isRefusal } from './common/failure.ts';
import { unlessGone } from './common/not-found.ts';
import { rollbackPace } from './common/pace.ts';
import { deleteGroup, emptyGroup } from './common/remove-group.ts';
import { allRules } from './common/rules.ts';
import { requireSetup } from './common/step-facts.ts';
import { withRetries } from './common/with-retries.ts';
import { begin, begunAt, inOwnTime } from './follow-up/begin.ts';
import { otherInService } from './follow-up/other-in-service.ts';
import { capacityBack } from './rollback/capacity-back.ts';
import { drainingSeconds } from './setup/group-document.ts';
import { type CheckedSite, type SeenTraffic, trafficOf } from './setup/leftover-group.ts';
import { resume } from './shift/calm.ts';
import { type Shift, type Sight, shiftOf } from './shift/shift.ts';
import type { StepTools } from './tools.ts';

/** Until nothing is seen to reach blue any more nothing has begun. */
export async function cleanUpBlue(tools: StepTools, given: StepContext): Promise<StepResult> {
  const setup = requireSetup(given);
  const context = inOwnTime(given, setup);
  const { blue } = setup;
  if (blue === null) return { status: 'succeeded' };
  const sight = shiftOf(tools, context, setup);
  const refuseTraffic = async (where: string): Promise<void> => {
    const traffic = await trafficOfBlue(sight, blue, tools.policy.testRules);
    if (traffic !== undefined) throw isLive(blue, traffic, where);
  };
  await refuseTraffic(AS_BEFORE);
  const other = await otherInService(sight);
  if (other !== undefined) throw isOthers(blue, other);
  if (begunAt(context) === undefined) await begin(context, sight.pace);
  const shift = { ...sight, pace: rollbackPace(context) };
  const { pace, elastigroups } = shift;
  await resume(context, pace, elastigroups, setup);
  if (tools.policy.cleanUp === 'never') {
    context.log(`${blue.id} stays: cleanUp is never, so only its floor goes.`);
    await unlessGone(() => capacityBack(shift));
    return { status: 'succeeded' };
  }
  const leftovers = await remove(shift, blue, refuseTraffic);
  return { status: 'succeeded', ...(leftovers.length > 0 && { leftovers }) };
}

/** All rules of its load balancers, those of its document as it is now too, and its newest whole period of requests. */
export async function trafficOfBlue(
  sight: Sight,
  blue: GroupImage,
  testRules: readonly string[],
): Promise<SeenTraffic | undefined> {
  const { setup, pace, loadBalancers, metrics, elastigroups } = sight;
  const now = await unlessGone(() => withRetries(pace, () => elastigroups.read(blue.id)));
  const sites = await Promise.all(setup.loadBalancers.map((each) => siteOf(sight, each)));
  const exempt = new Set(testRules);
  return trafficOf(pace, { leftover: now ?? blue, sites, exempt, metrics, loadBalancers });
}

/** Here it is the prod target group of then that is to be idle. */
async function siteOf(
  { pace, loadBalancers }: Sight,
  site: Setup['loadBalancers'][number],
): Promise<CheckedSite> {
  const { loadBalancerArn, prodTargetGroupArn, stageTargetGroupArn } = site;
  return {
    loadBalancer: { arn: loadBalancerArn },
    rules: await allRules(pace, loadBalancers, loadBalancerArn),
    setup: {
      ...site,
      stageTargetGroupArn: prodTargetGroupArn,
      prodTargetGroupArn: stageTargetGroupArn,
    },
  };
}

async function remove(
  shift: Shift,
  blue: GroupImage,
  refuseTraffic: (where: string) => Promise<void>,
): Promise<readonly Leftover[]> {
  const { context, pace } = shift;
  context.log(`Removing blue (${blue.id}): draining first, ${drainingSeconds(blue.document)} s.`);
  try {
    const ready = (): Promise<void> => refuseTraffic(AS_BEFORE);
    const removal = { id: blue.id, ready, until: pace.giveUpAt };
    const { emptied, instances } = await emptyGroup(shift, removal);
    if (!emptied) return [left(blue, `${instances} instances were still there at the end`)];
    await deleteGroup(shift, { id: blue.id, ready: () => refuseTraffic(SCALED_AWAY) });
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [left(blue, error.message)];
  }
}

function left({ id }: GroupImage, why: string): Leftover {
  return {
    what: `Blue (${id}) is still there`,
    why: `${why}; as long as no rule gives it weight, the commands are safe`,
    commands: removeGroupCommands(id),
  };
}

const AS_BEFORE = 'Blue was not scaled down';
const SCALED_AWAY = 'Blue has been scaled to 0, so what is sent to it is answered with 503';

function isLive({ id }: GroupImage, { targetGroupArn, why }: SeenTraffic, traffic: string): Error {
  return failure('Verification', {
    what: `Blue (${id}) cannot be cleaned up`,
    why: `its target group ${targetGroupName(targetGroupArn)} may get traffic: ${why}`,
    todo: 'Leave it: it is in use',
    traffic,
  });
}

function isOthers({ id }: GroupImage, other: string): Error {
  return failure('Verification', {
    what: `Blue (${id}) cannot be cleaned up`,
    why: `a later deployment is live (${other}), and blue may be its way back`,
    todo: 'Clean up after the run that deployed it',
    traffic: 'Nothing was changed',
  });
}
