// Starts an execution together with its locks, or says who has them.
import { realpathSync } from 'node:fs';
import { EVENT_FORMAT } from '../../execution/event-format.ts';
import type { ExecutionId, Journal } from '../../execution/journal.ts';
import type { Created, Resource, TicketId } from '../../execution/locks.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { settingsJson } from '../run-settings.ts';
import { worldKey } from '../world-key.ts';
import { type Behind, behindOf, behindText } from './behind.ts';
import { resourcesOf } from './resources-of.ts';

export interface Start {
  readonly run: Pick<PreparedRun, 'plan' | 'planHash' | 'world' | 'plannedAs'> &
    Partial<Pick<PreparedRun, 'settings'>> &
    OfFolder;
  readonly startedBy: string;
  readonly clock: Clock;
  /** The place in the queue that it gives up by starting. */
  readonly ticket?: TicketId;
}

/** The project that a run belongs to. */
export interface OfFolder {
  readonly loaded?: Pick<PreparedRun['loaded'], 'folder'>;
}

/** Freezes plan and settings into a new execution; nothing of it runs yet. */
export async function startExecution(
  journal: Journal,
  { run, startedBy, clock, ticket }: Start,
): Promise<Created> {
  const resources = await wantedBy(run);
  return journal.createHolding(
    run.planHash,
    run.plan,
    {
      type: 'ExecutionStarted',
      format: EVENT_FORMAT,
      at: clock.now(),
      planHash: run.planHash,
      pipeline: run.plan.pipeline.name,
      world: run.world,
      startedBy,
      bound: run.plan.bound,
      ...(run.settings !== undefined && { settings: settingsJson(run.settings) }),
      ...(run.plannedAs !== undefined && { plannedAs: run.plannedAs }),
      ...(run.loaded !== undefined && { folder: realpathSync(run.loaded.folder) }),
    },
    { resources, ...(ticket !== undefined && { ticket }) },
  );
}

export async function wantedBy(
  run: Pick<PreparedRun, 'plan' | 'world'>,
): Promise<readonly Resource[]> {
  return resourcesOf(run.plan, await worldKey(run.world));
}

/** For somebody who does not want to wait. Throws `Refusal` when another run is at work there. `where` leads the commands in its words to the project. */
export async function startOrRefuse(
  journal: Journal,
  start: Start,
  where: string,
): Promise<ExecutionId> {
  const created = await startExecution(journal, start);
  if (created.status === 'created') return created.id;
  throw busyRefusal(await behindOf(journal, created.by), where);
}

function busyRefusal(behind: readonly Behind[], where: string): Refusal {
  return new Refusal(
    'usage',
    `It would have to wait behind ${behindText(behind, where)} Two at once would undo each other. ` +
      'Nothing was started, and no traffic was moved.',
  );
}
