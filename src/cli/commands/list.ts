// `penstock list`: the runs of a project with how each stands, and those that wait for their turn, from the journal.
import { existsSync } from 'node:fs';
import { type Engine, openEngine } from '../../app/engine.ts';
import { resourceText } from '../../app/queue/behind.ts';
import { type QueuedRun, queuedRuns } from '../../app/queue/queued-runs.ts';
import { stateFolderAt } from '../../app/state-folder.ts';
import type { FollowUp, Plan } from '../../plan/plan.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { sentence } from '../../view/sentence.ts';
import { EXIT } from '../exit-code.ts';
import { padEnd } from '../ladder/paint.ts';
import type { Output } from '../output.ts';

interface ListedRun {
  /** Null while it waits for its turn. */
  readonly execution: string | null;
  readonly pipeline: string;
  readonly status: string;
  readonly sentence: string;
  readonly isDriven: boolean;
  readonly driver: string | null;
  /** Whose death left it standing still. */
  readonly goneDriver: string | null;
  /** When it was queued, as long as it waits. */
  readonly startedAt: string;
  /** What no other run may work on as long as this one holds it. */
  readonly holds: readonly string[];
  /** The rollback or clean-up that has succeeded since. */
  readonly followedBy: { readonly kind: FollowUp['kind']; readonly execution: string } | null;
}

/** A folder where nothing has run yet has an empty list, and stays as it is. */
export async function list(stateFolder: string, output: Output): Promise<number> {
  const state = stateFolderAt(stateFolder);
  const runs = existsSync(state.journalFile) ? await readRuns(openEngine(state)) : [];
  if (runs.length === 0)
    output.say('No execution yet. Start one with "penstock run PIPELINE --on twin".');
  for (const run of runs) {
    const startedAt = `${run.startedAt.slice(0, 19)}Z`;
    output.say(
      `${padEnd(run.execution ?? '–', 5)}${startedAt}  ${padEnd(run.status, 11)}${run.pipeline}: ${run.sentence}${driving(run)}${keeping(run, output.where)}${following(run)}`,
    );
  }
  output.result(runs.map((run) => ({ ...run })));
  return EXIT.Success;
}

function driving({ status, driver, goneDriver }: ListedRun): string {
  if (status !== 'Running') return '';
  if (driver !== null) return ` (${driver} drives it)`;
  return goneDriver === null ? ' (stands still)' : ` (stands still: its ${goneDriver} is gone)`;
}

function keeping({ execution, status, holds }: ListedRun, where: string): string {
  if (status !== 'Dirty' || holds.length === 0) return '';
  return ` It keeps ${holds.length} rules and groups until "penstock resolve ${execution}${where}".`;
}

function following({ followedBy }: ListedRun): string {
  if (followedBy === null) return '';
  const { kind, execution } = followedBy;
  return kind === 'rollback'
    ? ` Run ${execution} has put everything back since.`
    : ` Run ${execution} has cleaned up blue since.`;
}

function waiting(run: QueuedRun): ListedRun {
  const behind = run.behind.map((id) => `run ${id}`).join(' and ');
  return {
    execution: null,
    pipeline: run.pipeline,
    status: 'Queued',
    sentence: `${run.process} waits ${behind === '' ? 'for its turn' : `behind ${behind}`}.`,
    isDriven: false,
    driver: run.process,
    goneDriver: null,
    startedAt: run.queuedAt,
    holds: [],
    followedBy: null,
  };
}

function retryOf({ resumed }: Plan): string {
  return resumed === undefined ? '' : ` (retry of run ${resumed.execution} from ${resumed.from})`;
}

async function readRuns(engine: Engine): Promise<readonly ListedRun[]> {
  try {
    const rows = await engine.journal.list();
    const runs: ListedRun[] = [];
    const followedBy = new Map<string, NonNullable<ListedRun['followedBy']>>();
    for (const { id } of rows) {
      const { plan, events, owner, goneOwner } = await engine.look(id);
      const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
      const { followUp } = plan;
      if (followUp !== undefined && view.end === 'Success') {
        followedBy.set(followUp.execution, { kind: followUp.kind, execution: id });
      }
      runs.push({
        execution: id,
        pipeline: `${view.pipeline}${retryOf(plan)}`,
        status: view.end ?? 'Running',
        sentence: sentence(view),
        isDriven: owner !== undefined,
        driver: owner ?? null,
        goneDriver: goneOwner ?? null,
        startedAt: new Date(view.startedAt).toISOString(),
        holds: (await engine.journal.holds(id)).map(resourceText),
        // A follow-up is newer, so it has come before.
        followedBy: followedBy.get(id) ?? null,
      });
    }
    return [...runs, ...(await queuedRuns(engine.journal)).map(waiting)];
  } finally {
    await engine.close();
  }
}
