// Spot's own moves while a shift needs a group: who left, who came, and why if Spot tells.
import { CloudError } from '../../cloud/cloud-error.ts';
import { FACT, type Notice, type SpotMove } from '../../traffic/facts.ts';
import type { HealthVerdict } from '../../traffic/health.ts';
import type { Watched } from '../common/group-health.ts';
import { record, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { type Shift, watchedOf } from './shift.ts';

/** As `watchedOf`, and what a look sees of the group's instances is recorded when it has changed. */
export function watchedWithMoves(shift: Shift, targetGroupArn: string): Watched {
  const watched = watchedOf(shift, targetGroupArn);
  const { group } = watched;
  if (group === undefined) return watched;
  const { id } = group;
  return { ...watched, group: { ...group, onSeen: (ids) => noteInstances(shift, id, ids) } };
}

/**
 * Whether a group is short only because Spot exchanges its instances: some have left or come since the
 * group was set up, and only such as have come since are not well yet.
 */
export function isSpotsOwn(shift: Shift, { group }: Watched, verdict: HealthVerdict): boolean {
  const moves = stageFacts(shift.context, FACT.spotMove)
    .map(({ value }) => value as unknown as SpotMove)
    .filter(({ groupId }) => groupId === group?.id);
  const came = new Set(moves.flatMap((move) => move.came));
  return moves.length > 0 && verdict.ill.every((id) => came.has(id));
}

/** Says once per shortage that the shift waits, and for what. */
export async function noteWaiting(shift: Shift, verdict: HealthVerdict): Promise<void> {
  const { healthy, wanted } = verdict;
  const text = `the shift waits for Spot to bring instances: ${healthy} of ${wanted} targets are healthy`;
  await record<Notice>(shift.context, FACT.notice, text, { text });
}

async function noteInstances(shift: Shift, id: string, seen: readonly string[]): Promise<void> {
  const { context } = shift;
  const now = seen.filter((each) => each.startsWith('i-')).sort();
  const last = stageFacts(context, STEP_FACT.instances).findLast(({ key }) => key.startsWith(id));
  const before = last?.value as readonly string[] | undefined;
  if (before !== undefined && before.join() === now.join()) return;
  await record(context, STEP_FACT.instances, `${id} ${now.join()}`, now);
  if (last === undefined || before === undefined) return;
  const left = before.filter((each) => !now.includes(each));
  const came = now.filter((each) => !before.includes(each));
  const why = left.length === 0 ? [] : await reasons(shift, id, left);
  const colour = id === shift.setup.green?.id ? 'green' : 'blue';
  const move: SpotMove = { colour, groupId: id, left, came, why };
  await record<SpotMove>(context, FACT.spotMove, `${id} ${now.join()}`, move);
}

/** Spot's word is for people: without it the shift goes on all the same. */
async function reasons(
  { context, pace, elastigroups }: Shift,
  id: string,
  left: readonly string[],
): Promise<readonly string[]> {
  const since = stageFacts(context, FACT.setup)[0]?.at ?? pace.clock.now();
  try {
    const lines = await elastigroups.log(id, since, pace.clock.now());
    const about = lines.filter(({ message }) => left.some((each) => message.includes(each)));
    return about.slice(-MOST_REASONS).map(({ message }) => message);
  } catch (error) {
    if (error instanceof CloudError) return [];
    throw error;
  }
}

const MOST_REASONS = 2;
