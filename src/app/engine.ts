// The engine of one project folder: its journal, and how executions are started, driven, watched and decided.
import type { Clouds } from '../cloud/clouds.ts';
import { createSharedReads } from '../cloud/shared-reads/shared-reads.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { refuseNewerFormat } from '../execution/event-format.ts';
import type { Claim, ExecutionId, Journal } from '../execution/journal.ts';
import type { DriveResult } from '../execution/runner.ts';
import { claimFreeOrOrphaned } from '../execution/take-claim.ts';
import type { Clock } from '../lib/clock.ts';
import type { Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { type JournalPulse, openJournalPulse } from '../store/sqlite/journal-pulse.ts';
import { openSqliteJournal } from '../store/sqlite/sqlite-journal.ts';
import { type CloudCall, countedClouds } from './clouds/counted-clouds.ts';
import { createLeaseClock } from './lease-clock.ts';
import { leaseSetting } from './lease-setting.ts';
import { isGone, ownerText, thisOwner } from './owner.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { Turn, TurnRequest } from './queue/wait-for-turn.ts';
import { Refusal } from './refusal.ts';
import { serverOn } from './server-file.ts';
import type { StateFolder } from './state-folder.ts';
import { createSystemClock } from './system-clock.ts';

export interface Engine {
  readonly journal: Journal;
  /** Freezes the plan into a new execution; nothing runs yet. Throws `Refusal` when another run is at work there. `where` leads the commands in its words to the project. */
  start(run: PreparedRun, startedBy: string, clock: Clock, where?: string): Promise<ExecutionId>;
  /** As `start`, but waits for its turn. */
  startInTurn(request: StartInTurn): Promise<Turn<PreparedRun>>;
  /** The right to drive it, at once when its owner is gone; undefined when it cannot be had now. */
  take(id: ExecutionId, clock: Clock): Promise<Claim | undefined>;
  /** Drives until the end; `onEvents` gets everything newly recorded, `letGo` stops driving. */
  drive(request: DriveRun): Promise<DriveResult>;
  /** Plan and events of an execution. Throws `Refusal` when there is none of this id. */
  look(id: ExecutionId): Promise<Look>;
  /** Who watches the journal asks it whether there is anything new, of whatever process. */
  pulse(): JournalPulse;
  /** The same clouds for who only looks, counted with those of the runs it drives. */
  counted(clouds: Clouds): Clouds;
  close(): Promise<void>;
}

export type StartInTurn = Omit<TurnRequest<PreparedRun>, 'journal' | 'owner' | 'leaseMs'>;

export interface DriveRun {
  readonly id: ExecutionId;
  /** Of `take`; without it the run is waited for. */
  readonly claim?: Claim;
  readonly run: PreparedRun;
  readonly clock: Clock;
  readonly letGo: AbortSignal;
  /** On a first deployment, whatever the run began with. */
  readonly adoptUnmanaged: boolean;
  /** Let go of it as soon as only people or time can go on; else stay until the end. */
  readonly parkWhenIdle?: boolean;
  onEvents(events: readonly ExecutionEvent[]): void;
}

export interface Look {
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
  /** Who drives it, in words; undefined when nobody does now. */
  readonly owner: string | undefined;
  /** Who died with the run in its hands, in words, as long as nobody has taken it over. */
  readonly goneOwner: string | undefined;
}

/** Of the wall clock: a process that stood still for longer has lost its run. */
const LEASE_MS = 30_000;

/** What only starting and driving need is loaded then: most commands look, or say a word. */
export function openEngine(
  state: StateFolder,
  { onCloudCall }: { readonly onCloudCall?: (call: CloudCall) => void } = {},
): Engine {
  const wall = createLeaseClock(Date.now, createSystemClock());
  // Of all processes on this file: a clock that each of them began by itself would not do.
  const journal = openSqliteJournal({ file: state.journalFile, wallNow: Date.now, isGone });
  const owner = thisOwner();
  const leaseMs = leaseSetting(process.env) ?? LEASE_MS;
  const sharedReads = createSharedReads();
  return {
    journal,
    start: async (run, startedBy, clock, where = '') => {
      const { startOrRefuse } = await import('./queue/start-execution.ts');
      await drivingIsLoaded();
      return startOrRefuse(journal, { run, startedBy, clock }, where);
    },
    startInTurn: async (request) => {
      const { waitForTurn } = await import('./queue/wait-for-turn.ts');
      await drivingIsLoaded();
      return waitForTurn({ ...request, journal, owner, leaseMs });
    },
    take: (id, clock) => claimFreeOrOrphaned({ id, journal, clock, owner, leaseMs, isGone }),
    drive: async (request) => {
      const { driveExecution } = await import('./drive-execution.ts');
      return driveExecution({
        ...request,
        state,
        journal,
        sharedReads,
        ...(onCloudCall && { onCloudCall }),
        owner,
        leaseMs,
        realClock: wall,
      });
    },
    look: (id) => look(journal, id, () => serverOn(state, owner)),
    pulse: () => openJournalPulse(state.journalFile),
    counted: (clouds) =>
      onCloudCall === undefined ? clouds : countedClouds(clouds, () => wall.now(), onCloudCall),
    close: () => journal.close(),
  };
}

/** Before a run exists: loaded after that, it would stand still meanwhile for whoever looks. */
async function drivingIsLoaded(): Promise<void> {
  await import('./drive-execution.ts');
}

/** The environment of the first Deployment stage, for what stands in none itself. */
export function environmentOf(plan: Plan): string | undefined {
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind === 'stage' && node.deployment !== undefined) {
      return node.deployment.environment.identifier;
    }
  }
  return undefined;
}

async function look(
  journal: Journal,
  id: ExecutionId,
  server: () => string | undefined,
): Promise<Look> {
  const row = await journal.row(id);
  if (row === undefined) {
    throw new Refusal(
      'usage',
      `There is no execution ${id}. "penstock list" shows those there are.`,
    );
  }
  const [plan, events] = await Promise.all([journal.plan(row.planHash), journal.read(id, 0)]);
  refuseNewerFormat(plan, events);
  const { owner } = row;
  if (owner === undefined || row.phase === 'done') {
    // A server sets aside what only waits, and goes on with it.
    const by = row.phase === 'parked' ? server() : undefined;
    return { plan, events, owner: by, goneOwner: undefined };
  }
  if (isGone(owner)) return { plan, events, owner: undefined, goneOwner: ownerText(owner) };
  const isHeld = row.leaseUntil > Date.now();
  return { plan, events, owner: isHeld ? ownerText(owner) : undefined, goneOwner: undefined };
}
