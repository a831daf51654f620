// The bake: green under watch after its last rung, for health and for errors.
import { formatDuration } from '../../lib/duration.ts';
import { type Bake, FACT } from '../../traffic/facts.ts';
import { firstWholePeriodAt, periodsFrom, sumOf } from '../../traffic/periods.ts';
import { percent } from '../../traffic/split.ts';
import { failure } from '../common/failure.ts';
import { look } from '../common/group-health.ts';
import { pause } from '../common/pace.ts';
import { record } from '../common/step-facts.ts';
import { readCounts } from './read-counts.ts';
import { type Shift, watchedOf } from './shift.ts';

const WATCH_DELAY_MS = 15_000;
/** Fewer errors than this are noise, whatever their share. */
const MINIMUM_ERRORS = 5;

export async function bake(shift: Shift): Promise<void> {
  const { context, pace, tools } = shift;
  const startedAt = pace.clock.now();
  const wantedUntil = startedAt + tools.policy.bakeMs;
  const cut = wantedUntil > pace.giveUpAt;
  const reason = cut ? "cut short by the step's time-out" : null;
  const watching = await record<Bake>(context, FACT.bake, 'watching', {
    state: 'watching',
    untilAt: cut ? Math.max(pace.giveUpAt, startedAt) : wantedUntil,
    reason,
  });
  const bakeMs = watching.untilAt - pace.clock.now();
  context.log(
    `Watching green for ${formatDuration(Math.max(bakeMs, 0))}${cut ? `, ${reason}` : ''}.`,
  );
  const problem = await watchUntil(shift, startedAt, watching.untilAt);
  const state = problem === undefined ? 'passed' : 'failed';
  await record<Bake>(context, FACT.bake, state, { ...watching, state, reason: problem ?? reason });
  if (problem === undefined) return;
  throw failure('Verification', {
    what: 'Green did not hold while it was watched after the last rung',
    why: problem,
    todo: "Look at the new version's logs",
    traffic: 'All of the prod traffic is on green until the way back has run',
  });
}

/** What is wrong with green, or undefined when it held. */
async function watchUntil(
  shift: Shift,
  startedAt: number,
  untilAt: number,
): Promise<string | undefined> {
  let sick = 0;
  for (;;) {
    const health = await healthProblem(shift);
    sick = health === undefined ? 0 : sick + 1;
    if (health !== undefined && sick >= shift.tools.policy.healthyPolls) return health;
    const errors = await errorProblem(shift, startedAt);
    if (errors !== undefined) return errors;
    const leftMs = untilAt - shift.pace.clock.now();
    if (leftMs <= 0) return undefined;
    await pause(shift.pace, Math.min(WATCH_DELAY_MS, leftMs));
  }
}

async function healthProblem(shift: Shift): Promise<string | undefined> {
  for (const { stageTargetGroupArn } of shift.setup.loadBalancers) {
    const verdict = await look(shift.pace, watchedOf(shift, stageTargetGroupArn));
    if (!verdict.enough) return verdict.summary;
  }
  return undefined;
}

async function errorProblem(shift: Shift, startedAt: number): Promise<string | undefined> {
  const from = firstWholePeriodAt(startedAt);
  for (const { loadBalancerArn, stageTargetGroupArn } of shift.setup.loadBalancers) {
    const arns = [stageTargetGroupArn];
    const requests = await readCounts(shift, loadBalancerArn, arns, from);
    const errors = await readCounts(
      shift,
      loadBalancerArn,
      arns,
      from,
      'HTTPCode_Target_5XX_Count',
    );
    const all = sumOf(periodsFrom(requests?.get(stageTargetGroupArn) ?? [], from));
    const bad = sumOf(periodsFrom(errors?.get(stageTargetGroupArn) ?? [], from));
    const limit = shift.tools.policy.maximum5xxShare;
    if (bad >= MINIMUM_ERRORS && all > 0 && bad / all > limit) {
      return `${percent(bad / all)} % of green's ${all} requests were answered with 5xx, and ${percent(limit)} % are allowed`;
    }
  }
  return undefined;
}
