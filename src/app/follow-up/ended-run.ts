// The execution that a follow-up goes on from: one that succeeded and moved traffic, with what it knew at its end.
import type { ExecutionFinished, ExecutionStarted } from '../../execution/event.ts';
import type { FollowUp } from '../../plan/plan.ts';
import { type Followed, followedStages } from '../../steps/follow-up/followed-stages.ts';
import type { Look } from '../engine.ts';
import { Refusal } from '../refusal.ts';

export interface EndedRun {
  readonly execution: string;
  readonly look: Look;
  readonly started: ExecutionStarted & { readonly at: number };
  readonly endedAt: number;
  readonly followed: readonly Followed[];
}

const NOUN = { rollback: 'rollback', cleanup: 'clean-up' } as const;

/** Throws `Refusal` with where traffic stands when there is nothing that could be followed. */
export function endedRun(execution: string, look: Look, kind: FollowUp['kind']): EndedRun {
  const [started] = look.events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${execution} never started`);
  const refuse = (why: string): Refusal =>
    new Refusal('usage', `Run ${execution} has no ${NOUN[kind]}: ${why} Nothing was done.`);
  const { followUp } = look.plan;
  if (followUp !== undefined) {
    throw refuse(
      `it is the ${NOUN[followUp.kind]} of run ${followUp.execution} itself. "penstock list" shows the deployments.`,
    );
  }
  const finished = look.events.findLast((event) => event.type === 'ExecutionFinished');
  if (finished === undefined) {
    throw refuse(
      `it has not ended. "penstock abort ${execution} --restore" stops it and puts everything back.`,
    );
  }
  if (finished.end !== 'Success') throw refuse(whyNot(finished, execution));
  const followed = followedStages(look.plan, look.events);
  if (followed.length === 0) throw refuse('it has moved no traffic.');
  return { execution, look, started, endedAt: finished.at, followed };
}

function whyNot({ end }: ExecutionFinished, execution: string): string {
  switch (end) {
    case 'RolledBack':
      return 'it put everything back itself (RolledBack), and prod stands on blue.';
    case 'Dirty':
      return `it ended Dirty. "penstock status ${execution}" names what is left, with the commands that clear it.`;
    default:
      return `it ended as ${end} and had touched nothing; prod stands where it stood before.`;
  }
}
