// A person's wish to end a run early: judged and recorded in one transaction, whoever drives the run.
import type { ExecutionId } from '../execution/journal.ts';
import { type AbortRefusal, judgeAbort } from '../execution/signals.ts';
import { hasBegun } from '../steps/follow-up/begin.ts';
import { buildRunView } from '../view/build-run-view.ts';
import type { RunView } from '../view/run-view.ts';
import type { Engine, Look } from './engine.ts';
import { type Actor, whoActs } from './person.ts';
import { Refusal } from './refusal.ts';
import { clockOf } from './world.ts';

export interface AbortWish {
  /** Whether everything goes back; undefined when it was not said, which is refused. */
  readonly restore: boolean | undefined;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Aborting =
  | {
      readonly status: 'accepted';
      readonly by: string;
      readonly restore: boolean;
      /** What comes of it, with where traffic stands. */
      readonly message: string;
    }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

/** Throws `Refusal` when it was not said what becomes of the traffic. */
export async function abortRun(
  engine: Engine,
  id: ExecutionId,
  { restore: wished, comment, actor }: AbortWish,
): Promise<Aborting> {
  const { plan, events } = await engine.look(id);
  // What follows another run has no way back of its own: it has not begun, or it goes to its end.
  const restore = plan.followUp === undefined ? wished : false;
  const [started] = events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${id} never started`);
  const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
  const by = whoActs(actor).name;
  if (restore === undefined) {
    const early = judgeAbort(events, plan, { by, restore: true, at: 0 });
    if (early.status === 'refused') return refused(id, early.refusal);
    throw new Refusal('usage', `${choices(view)} Nothing was done.`);
  }
  const clock = await clockOf(started.world);
  const request = { by, restore, at: clock.now(), ...(comment !== undefined && { comment }) };
  const verdict = await engine.journal.signal<AbortRefusal | Begun>(id, (all) =>
    hasBegun(all) ? { status: 'refused', refusal: BEGUN } : judgeAbort(all, plan, request),
  );
  if (verdict.status === 'refused') return refused(id, verdict.refusal);
  return { status: 'accepted', by, restore, message: effect(await engine.look(id), restore) };
}

/** What each choice does to the traffic as it stands. */
function choices(view: RunView): string {
  const say = 'Say what becomes of the traffic: "--restore" or "--leave".';
  if (view.isRollingBack) return `${say} The way back has begun already and goes on with either.`;
  if (!view.isTouched) {
    return `${say} Nothing has been touched yet, so with either the run ends as Aborted and traffic stays as it is.`;
  }
  return (
    `${say} ${standing(view)} "--restore" runs the rollback steps, which put every rule and group ` +
    'back as before the run (RolledBack). "--leave" stops and changes nothing more: every weight ' +
    'stays where it is, both groups go on, and what is left is listed with the commands that ' +
    'clear it (Dirty).'
  );
}

function standing({ greenShare }: RunView): string {
  const percent = greenShare?.percent ?? 0;
  return percent === 0
    ? 'Prod stands on blue, and green is being set up or waits.'
    : `Prod gives ${percent} % to green now.`;
}

function effect({ plan, events }: Look, restore: boolean): string {
  const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
  if (view.isRollingBack) return 'The way back has begun already and goes on to its end.';
  if (!view.isTouched) return 'Nothing has been touched; traffic stays as it is.';
  return restore
    ? 'What runs is stopped; then every rule and group goes back as before the run.'
    : 'What runs is stopped, and everything stays where it is then; what is left is listed at the end.';
}

type Begun = typeof BEGUN;
const BEGUN = { code: 'has-begun' } as const;

function refused(id: ExecutionId, refusal: AbortRefusal | Begun): Aborting {
  const reason = refusal.code;
  if (refusal.code === 'has-begun') {
    const message = `Run ${id} has begun to do what was asked for, and what would be half done is worse: it goes to its end. Nothing was done.`;
    return { status: 'refused', reason, message };
  }
  if (refusal.code === 'finished') {
    const message = `Run ${id} has ended already: ${refusal.end}. Nothing was done.`;
    return { status: 'refused', reason, message };
  }
  const how = refusal.restore ? 'to be restored' : 'to be left as it is';
  const message = `${refusal.by} has aborted run ${id} already, ${how}. Nothing was done.`;
  return { status: 'refused', reason, message };
}
