// Starts a run as soon as nobody is in its way: it queues, waits, and is prepared afresh when its turn has come.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionId, Journal } from '../../execution/journal.ts';
import type { Blocker, TicketId } from '../../execution/locks.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Plan } from '../../plan/plan.ts';
import { planChanges } from '../../plan/plan-changes.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { type Behind, behindOf } from './behind.ts';
import { type OfFolder, startExecution, wantedBy } from './start-execution.ts';

/** A run that may start; what else it carries is its starter's. */
export type Startable = Pick<
  PreparedRun,
  'plan' | 'planHash' | 'world' | 'undecided' | 'plannedAs'
> &
  OfFolder;

export interface TurnRequest<Run extends Startable> {
  readonly journal: Journal;
  readonly owner: string;
  readonly leaseMs: number;
  readonly startedBy: string;
  readonly clock: Clock;
  /** As it is before it waits. */
  readonly run: Run;
  /** As it is when its turn has come; throws `Refusal` when it cannot be done then. */
  prepare(): Promise<Run>;
  /** Undefined waits for ever. */
  readonly waitMs: number | undefined;
  readonly letGo: AbortSignal;
  /** Told whom it waits behind, as often as that changes. */
  onBehind(behind: readonly Behind[]): void;
}

export type Turn<Run extends Startable> =
  | {
      readonly status: 'started';
      readonly id: ExecutionId;
      readonly run: Run;
      readonly hasWaited: boolean;
      /** What it does otherwise than it would have when it queued. */
      readonly changes: readonly string[];
    }
  | { readonly status: 'left' }
  | { readonly status: 'late'; readonly behind: readonly Behind[] };

const LOOK_MS = 400;
/** So many looks in a row must find a run standing still before that is said. */
const LOOKS_MIN = 3;
/** A queue longer than this is a mistake of somebody's script. */
const WAITERS_MAX = 100;

export async function waitForTurn<Run extends Startable>(
  request: TurnRequest<Run>,
): Promise<Turn<Run>> {
  const { journal, run } = request;
  if (run.undecided === undefined) {
    const created = await startExecution(journal, request);
    if (created.status === 'created') return started(created.id, run, run, false);
  }
  let ticket: TicketId | undefined = await takeTicket(request, run);
  try {
    const turn = await standInLine(request, ticket, (again) => {
      ticket = again;
    });
    if (turn.status === 'started') ticket = undefined;
    return turn;
  } finally {
    if (ticket !== undefined) await journal.leave(ticket);
  }
}

async function standInLine<Run extends Startable>(
  request: TurnRequest<Run>,
  first: TicketId,
  onTicket: (ticket: TicketId) => void,
): Promise<Turn<Run>> {
  const { journal, letGo, waitMs, leaseMs } = request;
  const until = waitMs === undefined ? undefined : performance.now() + waitMs;
  const teller = createTeller(request);
  let ticket = first;
  let { run } = request;
  while (!letGo.aborted) {
    const standing = await journal.stand(ticket, await wantedBy(run), leaseMs);
    if (standing.status === 'turn') {
      const fresh = await keepingPlace(request, ticket, run);
      if (letGo.aborted) break;
      const created = await startExecution(journal, { ...request, run: fresh, ticket });
      if (created.status === 'created') {
        return started(created.id, fresh, request.run, teller.hasWaited());
      }
      run = fresh;
      continue;
    }
    if (standing.status === 'lost') {
      ticket = await takeTicket(request, run);
      onTicket(ticket);
      continue;
    }
    const behind = await teller.tell(standing.behind);
    if (until !== undefined && performance.now() >= until) return { status: 'late', behind };
    await sleep(LOOK_MS, undefined, { signal: letGo }).catch(() => undefined);
  }
  return { status: 'left' };
}

function createTeller({
  journal,
  onBehind,
}: Pick<TurnRequest<Startable>, 'journal' | 'onBehind'>): {
  hasWaited(): boolean;
  tell(blockers: readonly Blocker[]): Promise<readonly Behind[]>;
} {
  let [told, seen] = ['', ''];
  let sameLooks = 0;
  return {
    hasWaited: () => told !== '',
    async tell(blockers) {
      const behind = await behindOf(journal, blockers);
      const text = JSON.stringify(behind);
      sameLooks = text === seen ? sameLooks + 1 : 0;
      seen = text;
      // Between its start and its first move a run is nobody's for a moment.
      const standsStill = behind.some(({ state }) => state === 'stands still');
      const isCertain = !standsStill || sameLooks >= LOOKS_MIN;
      if (text !== told && isCertain) {
        onBehind(behind);
        told = text;
      }
      return behind;
    },
  };
}

/** Preparing reads clouds and may take longer than a lease lasts. */
async function keepingPlace<Run extends Startable>(
  { journal, prepare, leaseMs }: TurnRequest<Run>,
  ticket: TicketId,
  run: Run,
): Promise<Run> {
  const wanted = await wantedBy(run);
  const renewing = setInterval(() => {
    journal.stand(ticket, wanted, leaseMs).catch(() => undefined);
  }, leaseMs / 3);
  try {
    return await prepare();
  } finally {
    clearInterval(renewing);
  }
}

async function takeTicket<Run extends Startable>(
  request: TurnRequest<Run>,
  run: Run,
): Promise<TicketId> {
  const { journal, owner, leaseMs, startedBy } = request;
  const queued = await journal.queue({
    owner,
    leaseMs,
    startedBy,
    pipeline: run.plan.pipeline.name,
    resources: await wantedBy(run),
    limit: WAITERS_MAX,
  });
  if (queued.status === 'queued') return queued.ticket;
  throw new Refusal(
    'usage',
    `${queued.waiting} runs of this project wait already, and no more may. See "penstock list" for what holds them up. Nothing was started, and no traffic was moved.`,
  );
}

function started<Run extends Startable>(
  id: ExecutionId,
  run: Run,
  before: Run,
  hasWaited: boolean,
): Turn<Run> {
  const known: Plan | undefined = before.undecided === undefined ? before.plan : undefined;
  const changes = known === undefined ? [] : planChanges(known, run.plan);
  return { status: 'started', id, run, hasWaited, changes };
}
