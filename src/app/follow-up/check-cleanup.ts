// The look before a clean-up: whether anything may still reach blue, and what would become of it.
import type { Journal } from '../../execution/journal.ts';
import type { Clock } from '../../lib/clock.ts';
import { trafficOfBlue } from '../../steps/blue-clean-up.ts';
import { unlessGone } from '../../steps/common/not-found.ts';
import { withRetries } from '../../steps/common/with-retries.ts';
import { otherInService } from '../../steps/follow-up/other-in-service.ts';
import { drainingSeconds } from '../../steps/setup/group-document.ts';
import { sightOf } from '../../steps/shift/shift.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import type { CleanUp } from '../../traffic/policy.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import type { EndedRun } from './ended-run.ts';
import { lookAhead } from './look-ahead.ts';
import { newerRun } from './newer-run.ts';

export interface CleanupOutlook {
  /** Empty when every blue of the run is gone already. */
  readonly blues: readonly BlueOutlook[];
}

export interface BlueOutlook {
  readonly id: string;
  readonly name: string;
  readonly instances: number;
  readonly warmSince: number;
  /** Undefined: until the next deployment or a clean-up. */
  readonly warmUntil: number | undefined;
  readonly cleanUp: CleanUp;
  readonly drainMs: number;
}

/** Throws `Refusal` when blue is live again, with where traffic stands. */
export async function checkCleanup(
  journal: Journal,
  ended: EndedRun,
  run: Pick<PreparedRun, 'clouds' | 'loaded'>,
  clock: Clock,
): Promise<CleanupOutlook> {
  const blues: BlueOutlook[] = [];
  for (const { promotion, stage } of ended.followed) {
    const { blue } = promotion.setup;
    if (blue === null) continue;
    const environment = stage.deployment?.environment.identifier ?? '';
    const { testRules, keepWarmMs, cleanUp } = readSettings(run.loaded.folder).policy(environment);
    const seen = await lookAhead(clock, async (pace) => {
      const sight = sightOf(run.clouds, promotion.setup, pace);
      const read = () => withRetries(pace, () => sight.elastigroups.read(blue.id));
      const group = await unlessGone(read);
      if (group === null) return undefined;
      const traffic = await trafficOfBlue(sight, blue, testRules);
      if (traffic !== undefined) {
        const why = `its target group ${targetGroupName(traffic.targetGroupArn)} may get traffic, for ${traffic.why}`;
        throw await refusal(journal, ended, blue, why, 'Leave it: it is in use.');
      }
      const other = await otherInService(sight);
      if (other !== undefined) {
        const why = `a later deployment is live (${other}), and blue may be its way back`;
        throw await refusal(journal, ended, blue, why, 'Clean up after the run that deployed it.');
      }
      return { group, instances: await sight.elastigroups.instances(blue.id) };
    });
    if (seen === undefined) continue;
    blues.push({
      id: blue.id,
      name: seen.group.name,
      instances: seen.instances.length,
      warmSince: ended.endedAt,
      warmUntil: keepWarmMs === undefined ? undefined : ended.endedAt + keepWarmMs,
      cleanUp,
      drainMs: drainingSeconds(seen.group.document) * 1_000,
    });
  }
  return { blues };
}

async function refusal(
  journal: Journal,
  ended: EndedRun,
  { id }: GroupImage,
  why: string,
  todo: string,
): Promise<Refusal> {
  const newer = await newerRun(journal, ended);
  const since = newer === undefined ? '' : ` Since then ${newer} has worked on these rules.`;
  return new Refusal(
    'usage',
    `Blue of run ${ended.execution} (${id}) cannot be cleaned up: ${why}.${since} ${todo} Nothing was started, and no traffic was moved.`,
  );
}
