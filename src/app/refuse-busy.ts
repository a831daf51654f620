// One run at a time on the same rules and groups: a second one would take away the green of the first.
import type { World } from '../execution/event.ts';
import type { ExecutionRow, Journal } from '../execution/journal.ts';
import { canonicalJson, type Json } from '../lib/json.ts';
import type { Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { ownerText } from './owner.ts';
import { Refusal } from './refusal.ts';
import { ruleArns } from './rule-arns.ts';

/** `isDriven` says whether somebody drives a run right now. */
export async function refuseBusy(
  journal: Journal,
  plan: Plan,
  world: World,
  isDriven: (row: ExecutionRow) => boolean,
): Promise<void> {
  const wanted = heldBy(plan);
  for (const row of await journal.list()) {
    if (row.phase === 'done') continue;
    // A twin may be gone together with the run that stood still on it; AWS never is.
    if (world.kind === 'twin' && !isDriven(row)) continue;
    const [started] = await journal.read(row.id, 0);
    if (started?.type !== 'ExecutionStarted' || !isSame(started.world, world)) continue;
    const held = heldBy(await journal.plan(row.planHash));
    const shared = [...held].find((each) => wanted.has(each));
    if (shared !== undefined) throw busy(row, shared);
  }
}

function isSame(one: World, other: World): boolean {
  return canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json);
}

/** The rules and group names that a plan will write, in words. */
function heldBy(plan: Plan): ReadonlySet<string> {
  const held = new Set<string>();
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind !== 'step') continue;
    for (const arn of ruleArns(node.spec)) held.add(`the rule ${arn}`);
    const { name } = node.spec;
    if (node.type !== 'ElastigroupBGStageSetup' || typeof name !== 'string') continue;
    if (!name.includes('<+')) held.add(`the group ${name}`);
  }
  return held;
}

function busy(row: ExecutionRow, shared: string): Refusal {
  const driver = row.owner === undefined ? 'nobody drives it now' : ownerText(row.owner);
  return new Refusal(
    'usage',
    `Run ${row.id} has not ended (${driver}) and works on ${shared}, so a second run would undo it. ` +
      `Wait for its end, or go on with it by "penstock resume ${row.id}". Nothing was started, and no traffic was moved.`,
  );
}
