// The look before a rollback after promotion: whether blue is warm and the rules are as the run left them.
import type { Journal } from '../../execution/journal.ts';
import type { Clock } from '../../lib/clock.ts';
import {
  type BlueLook,
  lookAtPromotion,
  type PromotionLook,
} from '../../steps/follow-up/look-at-promotion.ts';
import {
  type Objection,
  objectionToRollback,
} from '../../steps/follow-up/objection-to-rollback.ts';
import { drainingSeconds } from '../../steps/setup/group-document.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { Setup } from '../../traffic/facts.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import type { EndedRun } from './ended-run.ts';
import { lookAhead } from './look-ahead.ts';
import { newerRun } from './newer-run.ts';

/** What would happen, for whoever has to say yes. */
export interface RollbackOutlook {
  readonly rules: readonly { readonly label: string; readonly from: string; readonly to: string }[];
  readonly blues: readonly BlueLook[];
  readonly greenInstances: number;
  /** From the last write until green is gone, when metrics are on time. */
  readonly tailMs: number;
}

/** Throws `Refusal` with what is gone and what would be needed. */
export async function checkRollback(
  journal: Journal,
  ended: EndedRun,
  run: Pick<PreparedRun, 'clouds' | 'loaded'>,
  clock: Clock,
  scaleUp: boolean,
): Promise<RollbackOutlook> {
  const looks: PromotionLook[] = [];
  let tailMs = 0;
  for (const { promotion, stage } of ended.followed) {
    const seen = await lookAhead(clock, (pace) => lookAtPromotion(run.clouds, promotion, pace));
    const objection = objectionToRollback(seen, scaleUp);
    if (objection !== undefined) throw await refusal(journal, ended, promotion.setup, objection);
    looks.push(seen);
    const environment = stage.deployment?.environment.identifier ?? '';
    const { lastSettleMs } = readSettings(run.loaded.folder).policy(environment);
    tailMs += lastSettleMs + drainingSeconds(promotion.setup.green?.document ?? {}) * 1_000;
  }
  return {
    rules: looks.flatMap(({ rules }) =>
      rules.map(({ image, now }) => ({
        label: image.label,
        from: describeWeights(now ?? []),
        to: describeWeights(image.actions),
      })),
    ),
    blues: looks.flatMap(({ blue }) => ('id' in blue ? [blue] : [])),
    greenInstances: looks.reduce((sum, each) => sum + each.greenInstances, 0),
    tailMs,
  };
}

async function refusal(
  journal: Journal,
  ended: EndedRun,
  setup: Setup,
  { kind, what, why, todo }: Objection,
): Promise<Refusal> {
  const newer = kind === 'blue-short' ? undefined : await newerRun(journal, ended);
  const since = newer === undefined ? '' : ` Since then ${newer} has worked on these rules.`;
  const before = kind === 'blue-gone' ? imageOf(setup) : '';
  return new Refusal(
    'usage',
    `Run ${ended.execution} cannot be rolled back. ${what}: ${why}.${since} ${todo}${before}. Nothing was started, and no traffic was moved.`,
  );
}

/** What a new deployment of the version before would need. */
function imageOf({ blue }: Setup): string {
  const compute = blue?.document['compute'] as { launchSpecification?: { imageId?: string } };
  const imageId = compute?.launchSpecification?.imageId;
  return imageId === undefined ? '' : ` (${imageId}, ${blue?.capacity.target} instances)`;
}
