// The people of a story: they start runs when it is their turn, agree at gates, refuse, come twice, choose and abort.
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { judgeChoice } from '../../../src/execution/judge-choice.ts';
import { judgeResolution } from '../../../src/execution/judge-resolution.ts';
import { judgeAbort, judgeApproval } from '../../../src/execution/signals.ts';
import type { PlayedRun, StageSet } from './stage-set.ts';
import type { Act } from './story.ts';
import { APPROVERS } from './switch-plan.ts';

const AFTER_MS = 45_000;
const BETWEEN_MS = 20_000;

/** Answers the listener to call with each new event of any run. */
export function createPeople(set: StageSet): (run: PlayedRun, event: ExecutionEvent) => void {
  const openings = new Map<PlayedRun, number>();
  const later = (delayMs: number, act: () => Promise<void>): void => {
    set.clock.after(delayMs, () => {
      act().catch(set.onDefect);
    });
  };
  return (run, event) => {
    const { resolvedAfterMs } = set.story;
    if (
      event.type === 'ExecutionFinished' &&
      event.end === 'Dirty' &&
      resolvedAfterMs !== undefined
    )
      later(resolvedAfterMs, () => resolve(set, run));
    if (event.type !== 'ApprovalOpened' && event.type !== 'ChoiceOpened') return;
    const opening = openings.get(run) ?? 0;
    openings.set(run, opening + 1);
    const does = set.story.acts.find(
      (act) => act.run === run.index && act.opening === opening,
    )?.does;
    if (does === 'nothing') return;
    if (event.type === 'ChoiceOpened') {
      const { options } = event.choice;
      const option = (does === 'choose the last' ? options.at(-1) : options[0])?.id ?? '';
      later(AFTER_MS, () => choose(set, run, event.path, option));
      return;
    }
    const visits = visitsOf(does, event.approval.minimumCount);
    visits.forEach((visit, index) => {
      later(AFTER_MS + index * BETWEEN_MS, () => decide(set, run, event.path, visit));
    });
  };
}

interface Visit {
  readonly by: string;
  readonly groups: readonly string[];
  readonly decision: 'approve' | 'reject';
}

function visitsOf(does: Act['does'] | undefined, needed: number): readonly Visit[] {
  const agree = (by: string): Visit => ({ by, groups: [APPROVERS], decision: 'approve' });
  const enough = Array.from({ length: needed }, (_, index) => agree(`person ${index}`));
  if (does === 'reject') return [{ ...agree('rita'), decision: 'reject' }];
  if (does === 'agree twice') return [agree('person 0'), agree('person 0'), ...enough];
  if (does === 'agree as a stranger') {
    return [{ ...agree('stan'), groups: ['visitors'] }, agree(STARTER), ...enough];
  }
  return enough;
}

/** Starts every run, and so may not pass its gates. */
export const STARTER = 'olga';

async function decide(set: StageSet, run: PlayedRun, path: string, visit: Visit): Promise<void> {
  const { id, plan } = await run.created;
  const signal = { ...visit, path, at: set.clock.now() };
  const verdict = await set.journal.signal(id, (events) => judgeApproval(events, plan, signal));
  if (verdict.status === 'refused') set.tell(`${visit.by} is refused: ${verdict.refusal.code}`);
}

async function choose(set: StageSet, run: PlayedRun, path: string, option: string): Promise<void> {
  const { id, plan } = await run.created;
  const signal = { by: 'ada', option, path, at: set.clock.now() };
  await set.journal.signal(id, (events) => judgeChoice(events, plan, signal));
}

/** Whatever is left: the next run has to live with it. */
async function resolve(set: StageSet, run: PlayedRun): Promise<void> {
  const { id, plan } = await run.created;
  const word = { by: 'ada', at: set.clock.now(), stillThere: [] };
  await set.journal.signal(id, (events) => judgeResolution(events, plan, word));
}

export async function abort(set: StageSet, run: PlayedRun, restore: boolean): Promise<void> {
  if (run.createdAs === undefined) return;
  const { id, plan } = run.createdAs;
  const signal = { by: 'ada', restore, at: set.clock.now() };
  await set.journal.signal(id, (events) => judgeAbort(events, plan, signal));
}
