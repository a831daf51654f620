// The bake: green under watch after its last rung, for health and for errors.
import { formatDuration } from '../../lib/duration.ts';
import { type Bake, FACT } from '../../traffic/facts.ts';
import { failure } from '../common/failure.ts';
import { look } from '../common/group-health.ts';
import { pause } from '../common/pace.ts';
import { record } from '../common/step-facts.ts';
import { errorProblem } from './error-problem.ts';
import { requireHealth } from './require-health.ts';
import { greenTargetGroups, type Shift } from './shift.ts';
import { isSpotsOwn, noteWaiting, watchedWithMoves } from './spot-moves.ts';

const WATCH_DELAY_MS = 15_000;
const ON_GREEN = 'All of the prod traffic is on green until the way back has run';

/** Green under watch. Both methods throw a `StepFailure` as soon as green does not hold. */
export interface BakeWatch {
  /** One look, for whoever waits for something else meanwhile. */
  look(): Promise<void>;
  /** Goes on looking until the time is over. */
  finish(): Promise<void>;
}

/** Counts from the moment the last weight has settled: waiting for its proof is time under watch too. */
export async function startBake(shift: Shift, settledAt: number): Promise<BakeWatch> {
  const { context, pace, tools } = shift;
  const wantedUntil = settledAt + tools.policy.bakeMs;
  const cut = wantedUntil > pace.giveUpAt;
  const reason = cut ? "cut short by the step's time-out" : null;
  const watching = await record<Bake>(context, FACT.bake, 'watching', {
    state: 'watching',
    untilAt: cut ? Math.max(pace.giveUpAt, settledAt) : wantedUntil,
    reason,
  });
  const bakeMs = watching.untilAt - pace.clock.now();
  context.log(
    `Watching green for ${formatDuration(Math.max(bakeMs, 0))}${cut ? `, ${reason}` : ''}.`,
  );
  const look = lookAtGreen(shift, settledAt, watching);
  return {
    look,
    async finish() {
      for (;;) {
        await look();
        const leftMs = watching.untilAt - pace.clock.now();
        if (leftMs <= 0) break;
        await pause(pace, Math.min(WATCH_DELAY_MS, leftMs));
      }
      await requireHealth(shift, greenTargetGroups(shift.setup), ON_GREEN);
      await record<Bake>(context, FACT.bake, 'passed', { ...watching, state: 'passed' });
    },
  };
}

/**
 * Green must be short of healthy targets in several looks in a row: one look may meet a replacement.
 * Proofs that wait side by side share a look.
 */
function lookAtGreen(shift: Shift, settledAt: number, watching: Bake): () => Promise<void> {
  let sick = 0;
  let looking: Promise<void> | undefined;
  const lookOnce = async (): Promise<void> => {
    const health = await healthProblem(shift);
    sick = health === undefined ? 0 : sick + 1;
    const isSick = sick >= shift.tools.policy.healthyPolls;
    const problem =
      (isSick ? health : undefined) ??
      (await errorProblem(shift, shift.tools.policy.maximum5xxShare, settledAt))?.numbers;
    if (problem === undefined) return;
    const failed: Bake = { ...watching, state: 'failed', reason: problem };
    await record<Bake>(shift.context, FACT.bake, 'failed', failed);
    throw failure('Verification', {
      what: 'Green did not hold while it was watched after the last rung',
      why: problem,
      todo: "Look at the new version's logs",
      traffic: ON_GREEN,
    });
  };
  return () => {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

async function healthProblem(shift: Shift): Promise<string | undefined> {
  for (const { stageTargetGroupArn } of shift.setup.loadBalancers) {
    const watched = watchedWithMoves(shift, stageTargetGroupArn);
    const verdict = await look(shift.pace, watched);
    if (verdict.enough) continue;
    const mayWait = shift.tools.policy.spotMoves === 'wait' && verdict.healthy > 0;
    if (!mayWait || !isSpotsOwn(shift, watched, verdict)) return verdict.summary;
    await noteWaiting(shift, verdict);
  }
  return undefined;
}
