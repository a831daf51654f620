// Another hand on a target group: noticed while a weight settles, before the next one is written, and left to a person to judge where it endangers the shift.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { ChoiceOption } from '../../execution/event.ts';
import { canonicalJson, type Json } from '../../lib/json.ts';
import type { Difference } from '../../traffic/facts.ts';
import { failure } from '../common/failure.ts';
import { warn } from '../common/notice.ts';
import { record, STEP_FACT } from '../common/step-facts.ts';
import { ABORT } from './foreign-hand.ts';
import type { Shift } from './shift.ts';
import {
  type TargetGroupChanges,
  type TargetGroupLook,
  targetGroupChanges,
} from './target-group-changes.ts';

/** What this run has never written it cannot put back: there is no `restore`. */
const ADOPT: ChoiceOption = {
  id: 'adopt',
  label: 'Adopt',
  consequence:
    'the target groups stay as they are now, health counts as they say it now, and the shift goes on',
};

/** Leaves the step while nobody has chosen; throws when the run is to go back. */
export async function settleForeignTargets(shift: Shift, traffic: string): Promise<void> {
  const { context, tools } = shift;
  const changes = await changesIfSeen(shift);
  if (changes === undefined) return;
  for (const text of changes.told) await warn(context, text);
  for (const look of changes.looks) {
    if (look.areStrangersKnown) continue;
    await record(context, STEP_FACT.strangers, look.arn, look.strangers);
  }
  if (changes.dangers.length === 0) return;
  const text = dangersText(changes.dangers);
  const isAsked = tools.policy.foreignHand === 'ask';
  const detail = { differences: changes.dangers } as unknown as Json;
  const mark = tools.hash(canonicalJson(detail));
  const answer = !isAsked
    ? ABORT.id
    : await context.choice({
        name: `another hand on target groups ${mark}`,
        question: `Somebody else has changed what the shift relies on: ${text}. What shall become of that?`,
        detail,
        options: [ADOPT, ABORT],
      });
  if (answer === ADOPT.id) {
    for (const look of changes.looks) await accept(shift, look, mark);
    return;
  }
  throw failure(isAsked ? 'UserMarkedFailure' : 'Verification', {
    what: 'Somebody else has changed the target groups of this shift',
    why: isAsked ? 'the person who was asked chose to go back' : text,
    todo: 'Agree with the other hand and run it again',
    traffic,
  });
}

export function dangersText(dangers: readonly Difference[]): string {
  return dangers.map(({ what, left, found }) => `${what}: ${found}, not ${left}`).join('; ');
}

/** Health and rules are looked at by themselves, and do not go without an answer. */
async function changesIfSeen(shift: Shift): Promise<TargetGroupChanges | undefined> {
  try {
    return await targetGroupChanges(shift, shift.context);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    shift.context.log(`Nobody can see who else uses the target groups: ${error.message}.`);
    return undefined;
  }
}

/** Under a key of its own: within one attempt the first value of a key stands. */
async function accept({ context }: Shift, look: TargetGroupLook, mark: string): Promise<void> {
  const key = `${look.arn} ${mark}`;
  await record(context, STEP_FACT.healthCheck, key, look.healthCheck);
  await record(context, STEP_FACT.attributes, key, look.attributes);
  await record(context, STEP_FACT.strangers, key, look.strangers);
}
