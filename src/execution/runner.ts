// Drives one execution: commits what the engine decides and makes the running attempts match it.

import { assert } from '../lib/assert.ts';
import type { CancelSignal, Clock } from '../lib/clock.ts';
import { type RunningAttempt, startAttempt } from './attempt.ts';
import { type Bell, createBell } from './bell.ts';
import type { Decision } from './decide/decide.ts';
import type { ExecutionEvent, ExecutionFinished } from './event.ts';
import { refuseNewerFormat } from './event-format.ts';
import { createGateChecks, type GateChecks } from './gate-checks.ts';
import type { Claim, ExecutionId, Journal } from './journal.ts';
import { keepLease, type Lease } from './lease.ts';
import { createLineWatch, type LineWatch } from './line-watch.ts';
import type { LogSink } from './log-sink.ts';
import { movedDeadlines } from './moved-deadlines.ts';
import { continueFrom } from './run-clock.ts';
import type { SecretReader } from './runtime-scope.ts';
import { createSession, type Session } from './session.ts';
import { LetGo, type Scripts, type StepDefinition } from './step.ts';
import { takeClaim } from './take-claim.ts';

export interface DriveRequest {
  readonly id: ExecutionId;
  /** A claim that the caller holds already. */
  readonly claim?: Claim;
  readonly journal: Journal;
  /** The clock of the run's world: deadlines, waits, and every `at`. */
  readonly clock: Clock;
  /** The wall clock: leases and polling. Absent, the world's clock is the wall clock. */
  readonly realClock?: Clock;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  readonly scripts: Scripts;
  readonly secrets: SecretReader;
  readonly logs: LogSink;
  readonly owner: string;
  readonly leaseMs?: number;
  /** How long one write may take until it can have no effect any more. */
  readonly writeBudgetMs?: number;
  readonly pollMs?: number;
  /** Park and return when only people or time can go on; else stay until the end. */
  readonly parkWhenIdle: boolean;
  /** Aborts when this process wants to stop driving; nothing is cancelled by it. */
  readonly letGo?: CancelSignal;
  /** Says of an owner whether it is certainly dead; its lease is not waited for. */
  readonly isGone?: (owner: string) => boolean;
  /** Called after each commit, with everything that is newly recorded. */
  readonly onEvents?: (events: readonly ExecutionEvent[]) => void;
}

export type DriveResult =
  | { readonly status: 'finished'; readonly result: ExecutionFinished }
  | { readonly status: 'parked'; readonly wakeAt: number | undefined }
  | { readonly status: 'let-go' };

const LEASE_MS = 30_000;
const WRITE_BUDGET_MS = 15_000;
const POLL_MS = 200;
/** Timers of some clocks cannot wait for weeks; looking once too often harms nobody. */
const LONGEST_WAIT_MS = 3_600_000;

/** Rejects only with a defect or when the journal fails; the execution can then be driven again. */
export async function drive(request: DriveRequest): Promise<DriveResult> {
  const { journal, leaseMs = LEASE_MS, realClock = request.clock } = request;
  const bell = createBell();
  const taken = await takeClaim({
    ...request,
    leaseMs,
    realClock,
    pollMs: request.pollMs ?? POLL_MS,
  });
  if (taken.status !== 'claimed') return taken;
  const { claim, heldUntil, claimedAt } = taken;
  const { clock } = request;
  const attempts: Drive['attempts'] = new Map();
  const polledAt = realClock.now();
  const run: Drive = {
    request,
    claim,
    clock,
    claimedAt,
    polledAt,
    bell,
    attempts,
    ending: undefined,
  };
  const end = (ending: Ending): void => {
    run.ending ??= ending;
    bell.ring();
  };
  const onError = (error: unknown): void => end({ error });
  const onLost = (): void => end('lost');
  const onStop = (): void => end('stopped');
  const writeBudgetMs = request.writeBudgetMs ?? Math.min(WRITE_BUDGET_MS, leaseMs / 2);
  const keeping = { journal, claim, clock: realClock, leaseMs, writeBudgetMs, onLost, onError };
  const lease = keepLease(keeping, heldUntil);
  request.letGo?.addEventListener('abort', onStop);
  if (request.letGo?.aborted) onStop();
  try {
    if (request.claim !== undefined) await lease.renew();
    const result = await driveSession(run, await openSession(run), lease, onError);
    if (run.ending === 'stopped' && result.status === 'let-go') await journal.release(claim);
    return result;
  } catch (error) {
    await journal.release(claim).catch(() => {});
    throw error;
  } finally {
    lease.stop();
    request.letGo?.removeEventListener('abort', onStop);
  }
}

type Ending = 'lost' | 'stopped' | { readonly error: unknown };

interface Drive {
  readonly request: DriveRequest;
  readonly claim: Claim;
  /** The request's clock, but never behind what is recorded. */
  clock: Clock;
  claimedAt: number;
  /** When this process last looked for what others have recorded, on the wall clock. */
  polledAt: number;
  readonly bell: Bell;
  readonly attempts: Map<string, RunningAttempt>;
  ending: Ending | undefined;
}

async function openSession(run: Drive): Promise<Session | 'fenced'> {
  const { journal, id, onEvents = () => {} } = run.request;
  const row = await journal.row(id);
  assert(row !== undefined, `there is no execution ${id}`);
  const plan = await journal.plan(row.planHash);
  const events = await journal.readOwned(run.claim, 0);
  if (events === 'fenced') return 'fenced';
  refuseNewerFormat(plan, events);
  const lastAt = events.at(-1)?.at ?? 0;
  run.clock = continueFrom(run.clock, lastAt);
  run.claimedAt = Math.max(run.claimedAt, lastAt);
  const { claim, clock } = run;
  const onQueued = run.bell.ring;
  const session = createSession({ journal, clock, claim, plan, events, onEvents, onQueued });
  for (const moved of movedDeadlines(session.state, lastAt, run.claimedAt)) {
    session.record(moved).catch(unlessLetGo);
  }
  return session;
}

/** The next owner moves them then. */
function unlessLetGo(error: unknown): void {
  if (!(error instanceof LetGo)) throw error;
}

async function driveSession(
  run: Drive,
  session: Session | 'fenced',
  lease: Lease,
  onDefect: (error: unknown) => void,
): Promise<DriveResult> {
  if (session === 'fenced') return { status: 'let-go' };
  const checks = gateChecks(run, session, onDefect);
  const lines = lineWatch(run, session, onDefect);
  try {
    for (;;) {
      const decision = await session.commit();
      if (decision === 'fenced') return { status: 'let-go' };
      const { finished } = session.state;
      if (finished !== undefined) return { status: 'finished', result: finished };
      reconcile(run, session, lease, decision, onDefect);
      checks.follow(decision.checks);
      lines.follow(decision.turns);
      const isBusy = checks.isBusy || lines.isBusy || session.hasQueued;
      const isIdle = decision.runs.length === 0 && !isBusy;
      if (run.request.parkWhenIdle && isIdle) {
        const parked = await park(run, session, decision.wakeAt);
        if (parked !== undefined) return parked;
        continue;
      }
      await waitForNews(run, decision.wakeAt);
      if (run.ending !== undefined) return letGo(run.ending);
      if ((await pollIfDue(run, session)) === 'fenced') return { status: 'let-go' };
    }
  } finally {
    for (const attempt of run.attempts.values()) attempt.letGo();
    checks.letGo();
    lines.letGo();
    session.close();
  }
}

function letGo(ending: Ending): DriveResult {
  if (typeof ending === 'object') throw ending.error;
  return { status: 'let-go' };
}

function gateChecks(run: Drive, session: Session, onDefect: (error: unknown) => void): GateChecks {
  const { id, steps, logs } = run.request;
  return createGateChecks({
    execution: id,
    clock: run.clock,
    steps,
    logs,
    state: () => session.state,
    record: session.record,
    onEnd: run.bell.ring,
    onDefect,
  });
}

function lineWatch(run: Drive, session: Session, onDefect: (error: unknown) => void): LineWatch {
  const { id, journal, pollMs = POLL_MS } = run.request;
  return createLineWatch({
    execution: id,
    lines: journal,
    clock: run.clock,
    realClock: realClockOf(run),
    pollMs,
    record: session.record,
    onDue: run.bell.ring,
    onDefect,
  });
}

/** Starts what is missing, cancels what must stop; what has ended by itself is forgotten. */
function reconcile(
  run: Drive,
  session: Session,
  lease: Lease,
  decision: Decision,
  onDefect: (error: unknown) => void,
): void {
  const { id, steps, scripts, secrets, logs } = run.request;
  const wanted = new Set(decision.runs.map(({ step }) => step.path));
  for (const path of run.attempts.keys()) if (!wanted.has(path)) run.attempts.delete(path);
  for (const each of decision.runs) {
    const known = run.attempts.get(each.step.path);
    if (known?.attempt === each.attempt && known.entry === (each.entry ?? 0)) {
      if (each.cancel !== undefined) known.cancel(each.cancel);
      continue;
    }
    const attempt = startAttempt({
      execution: id,
      run: each,
      clock: run.clock,
      claimedAt: run.claimedAt,
      isTakenOver: run.claim.epoch > 1,
      steps,
      scripts,
      secrets,
      logs,
      state: () => session.state,
      record: session.record,
      hold: lease.hold,
      onDefect,
    });
    run.attempts.set(each.step.path, attempt);
  }
}

/** Answers undefined when something came in between and must be decided first. */
async function park(
  run: Drive,
  session: Session,
  wakeAt: number | undefined,
): Promise<DriveResult | undefined> {
  const parked = await run.request.journal.park(run.claim, session.length, wakeAt);
  switch (parked.status) {
    case 'parked':
      return { status: 'parked', wakeAt };
    case 'behind':
      session.absorb(parked.tail);
      return undefined;
    default:
      return { status: 'let-go' };
  }
}

async function waitForNews(run: Drive, wakeAt: number | undefined): Promise<void> {
  const { clock, bell } = run;
  const cancelPoll = realClockOf(run).after(untilPollMs(run), bell.ring);
  const untilWakeMs = Math.min((wakeAt ?? Number.POSITIVE_INFINITY) - clock.now(), LONGEST_WAIT_MS);
  const cancelWake = clock.after(untilWakeMs, bell.ring);
  await bell.wait();
  cancelPoll();
  cancelWake();
}

/** However often a run is woken meanwhile, others are heard at every poll. */
async function pollIfDue(run: Drive, session: Session): Promise<'current' | 'fenced'> {
  if (untilPollMs(run) > 0) return 'current';
  run.polledAt = realClockOf(run).now();
  return session.catchUp();
}

function untilPollMs(run: Drive): number {
  const { pollMs = POLL_MS } = run.request;
  return Math.max(run.polledAt + pollMs - realClockOf(run).now(), 0);
}

function realClockOf({ request }: Drive): Clock {
  return request.realClock ?? request.clock;
}
