// A person's word that a Dirty run is dealt with: checked against the clouds, recorded, and its locks go.
import type { ExecutionId } from '../execution/journal.ts';
import { judgeResolution, type ResolutionRefusal } from '../execution/judge-resolution.ts';
import { unreachable } from '../lib/assert.ts';
import { nodesOf } from '../plan/walk.ts';
import { leftoversOf } from '../view/leftovers-of.ts';
import { foldRun } from '../view/step-fold.ts';
import { allAs, type CheckedLeftover, checkLeftovers, type KnownFact } from './check-leftovers.ts';
import type { Engine, Look } from './engine.ts';
import { type Actor, whoActs } from './person.ts';
import { Refusal } from './refusal.ts';
import { reopenEnded } from './reopen-run.ts';
import { clockOrLast } from './world.ts';
import { worldKey } from './world-key.ts';

export interface ResolveWish {
  readonly folder: string | undefined;
  readonly comment: string | undefined;
  /** Also with things still there, or unseen. */
  readonly anyway: boolean;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Resolving =
  | {
      readonly status: 'resolved';
      readonly by: string;
      readonly leftovers: readonly CheckedLeftover[];
    }
  /** Somebody did before; nothing was done now. */
  | { readonly status: 'already-resolved'; readonly by: string; readonly message: string }
  /** Something is still there, or was not seen to be gone; nothing was done. */
  | { readonly status: 'left'; readonly leftovers: readonly CheckedLeftover[] }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function resolveRun(
  engine: Engine,
  id: ExecutionId,
  { folder, comment, anyway, actor }: ResolveWish,
): Promise<Resolving> {
  const look = await engine.look(id);
  const by = whoActs(actor).name;
  const word = { by, ...(comment !== undefined && { comment }) };
  const early = judgeResolution(look.events, look.plan, { ...word, at: 0, stillThere: [] });
  if (early.status === 'refused') return answerTo(id, look, early.refusal);
  const leftovers = await checkAll(engine, id, look, folder);
  const open = leftovers.filter(({ state }) => state !== 'gone');
  if (open.length > 0 && !anyway) return { status: 'left', leftovers };
  const stillThere = open.map(({ what, state, seen }) => ({ what, seen: `${state}: ${seen}` }));
  const { now } = await clockOrLast(look.events.slice(0, 1));
  const verdict = await engine.journal.signal(id, (events) =>
    judgeResolution(events, look.plan, { ...word, at: now(), stillThere }),
  );
  if (verdict.status === 'refused') return answerTo(id, look, verdict.refusal);
  return { status: 'resolved', by, leftovers };
}

/** Where a cloud cannot be read, every leftover counts as not seen. */
async function checkAll(
  engine: Engine,
  id: ExecutionId,
  look: Look,
  folder: string | undefined,
): Promise<readonly CheckedLeftover[]> {
  const fold = foldRun(look.events);
  const leftovers = leftoversOf(fold);
  if (fold.started?.world.kind === 'twin') {
    const [held] = await engine.journal.holds(id);
    const present = await worldKey(fold.started.world).catch(() => undefined);
    if (present === undefined || (held !== undefined && held.world !== present)) {
      return allAs(leftovers, 'gone', 'its twin is gone, and all that it held');
    }
  }
  try {
    const { clouds } = await reopenEnded(id, look, folder);
    return await checkLeftovers(leftovers, [...inheritedBy(look), ...fold.facts], clouds);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return allAs(leftovers, 'unknown', error.message);
  }
}

function inheritedBy({ plan }: Look): readonly KnownFact[] {
  return [...nodesOf(plan.pipeline)].flatMap((node) =>
    node.kind === 'stage' ? (node.inherited ?? []) : [],
  );
}

function answerTo(id: ExecutionId, look: Look, refusal: ResolutionRefusal): Resolving {
  const refused = (message: string): Resolving => ({
    status: 'refused',
    reason: refusal.code,
    message: `${message} Nothing was done.`,
  });
  switch (refusal.code) {
    case 'not-ended': {
      const driver = look.owner === undefined ? 'nobody drives it now' : `${look.owner} drives it`;
      return refused(
        `Run ${id} has not ended (${driver}), so there is nothing to resolve: resume it, or abort it and resume it.`,
      );
    }
    case 'not-dirty':
      return refused(
        `Run ${id} ended as ${refusal.end}: it left nothing over and holds nothing. Only a Dirty run is resolved.`,
      );
    case 'already-resolved': {
      const { by, at, comment } = refusal.resolved;
      const said = comment === undefined ? '' : `: "${comment}"`;
      const message = `${by} resolved run ${id} at ${new Date(at).toISOString()}${said}. It holds nothing any more.`;
      return { status: 'already-resolved', by, message };
    }
    default:
      return unreachable(refusal);
  }
}
