// What a prepared run would do, and the hash by which a person's agreement to it is known.
import { CloudError } from '../../cloud/cloud-error.ts';
import { StepFailure } from '../../execution/step.ts';
import type { Clock } from '../../lib/clock.ts';
import { describeRun } from '../../steps/outlook/describe-run.ts';
import { type Matters, mattersOf, textOfMatters } from '../../steps/outlook/matters.ts';
import { readRun } from '../../steps/outlook/read-run.ts';
import type { Outlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { refusalOf } from '../cloud-refusal.ts';
import { sha256 } from '../hash.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { policyOf } from '../run-settings.ts';
import { worldKey } from '../world-key.ts';

export interface PlannedRun {
  readonly hash: string;
  readonly matters: Matters;
  readonly outlook: Outlook;
}

const GIVE_UP_MS = 60_000;

/** Reads only, and acts by the settings with which the run would start. Throws `Refusal` with what a setup or shift of it would refuse. */
export async function lookAtRun(run: PreparedRun, clock: Clock): Promise<PlannedRun> {
  const { plan, clouds, settings } = run;
  const { adoptUnmanaged, policies } = settings;
  const policy = (environment: string): Policy => policyOf(settings, environment);
  const means = { clouds, policy, hash: sha256, adoptUnmanaged };
  const signal = new AbortController().signal;
  const pace = { clock, giveUpAt: clock.now() + GIVE_UP_MS, signal };
  try {
    const reading = await readRun(means, plan, pace);
    const outlook = describeRun(plan, reading, policy);
    const world = await worldKey(run.world);
    const matters = mattersOf({ world, plan, reading, policies, adoptUnmanaged });
    return { hash: sha256(textOfMatters(matters)), matters, outlook };
  } catch (cause) {
    throw asRefusal(cause);
  }
}

function asRefusal(cause: unknown): unknown {
  if (cause instanceof CloudError) return refusalOf(cause, 'The look at the world as it is');
  if (!(cause instanceof StepFailure)) return cause;
  const { message } = cause.failure;
  return new Refusal('invalid', `A run would fail. ${message} Nothing was started.`, { cause });
}
