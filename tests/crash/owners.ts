// The processes that drive one run after another: stopped where a test wants it, replaced, and woken up again.
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { Finished, RunningCommand } from '../cli/penstock.ts';
import { eventually } from '../eventually.ts';
import type { CloudCall, Moment } from './cloud-proxy.ts';
import { processOfPort } from './process-of-port.ts';
import type { ShopWorld } from './shop-world.ts';

export interface Owners {
  readonly execution: string;
  /** The process that drives now. */
  readonly pid: number;
  events(): readonly ExecutionEvent[];
  /** Waits for an event that was not waited for before. */
  untilEvent(type: ExecutionEvent['type'], what?: string): Promise<void>;
  /** Waits for a call of the present owner, and holds it at this moment. */
  untilCall(kind: string, moment: Moment): Promise<HeldCall>;
  /** Lets nobody write to the journal until the next freeze. */
  lockJournal(): void;
  approve(): Promise<void>;
  /** Ends the owner as a power cut would. */
  kill(): Promise<void>;
  /** Stops the owner; when its lease is over, another process takes the run. */
  freezeAndReplace(): Promise<Frozen>;
  /** Approves what opens until the present owner has ended. */
  approveToTheEnd(): Promise<Finished>;
  /** Approves what opens until all of these have ended. */
  approveWhileRunning(commands: readonly Promise<Finished>[]): Promise<void>;
}

export interface HeldCall {
  release(): void;
}

export interface Frozen {
  /** Wakes it up; resolves when it has ended by itself. */
  thaw(): Promise<{ readonly finished: Finished; readonly writes: readonly string[] }>;
}

const WAIT_MS = 60_000;

export async function beginOwners(
  world: ShopWorld,
  environment: Readonly<Record<string, string>>,
): Promise<Owners> {
  world.clearSideEffects();
  const previous = world.journal.newest();
  let command = await world.run(environment);
  const writes = watchCalls(world);
  const execution = await eventually(
    'the execution',
    () => (world.journal.newest() === previous ? undefined : world.journal.newest()),
    WAIT_MS,
  );
  let looked = 0;
  let lock: DatabaseSync | undefined;
  const events = (): readonly ExecutionEvent[] => world.journal.events(execution);
  const replace = async (): Promise<Frozen> => {
    const frozen: RunningCommand = command;
    frozen.signal('SIGSTOP');
    lock?.close();
    lock = undefined;
    const held = world.journal.row(execution);
    await eventually(
      'the end of the lease',
      () => world.journal.row(execution).leaseUntil <= Date.now(),
      WAIT_MS,
    );
    command = world.command(['resume', execution], environment);
    writes.follow(command.pid);
    await eventually(
      'the next owner',
      () => world.journal.row(execution).epoch > held.epoch,
      WAIT_MS,
    );
    return {
      async thaw() {
        const before = writes.of(frozen.pid).length;
        frozen.signal('SIGCONT');
        const finished = await frozen.finished;
        return { finished, writes: writes.of(frozen.pid).slice(before) };
      },
    };
  };
  writes.follow(command.pid);
  return {
    execution,
    get pid() {
      return command.pid;
    },
    events,
    async untilEvent(type, what = '') {
      await eventually(
        `${type} ${what}`,
        () => {
          const all = events();
          const found = all.findIndex(
            (event, index) => index >= looked && event.type === type && nameIn(event) === what,
          );
          if (found >= 0) looked = found + 1;
          return found >= 0;
        },
        WAIT_MS,
      );
    },
    untilCall: (kind, moment) => writes.hold(kind, moment),
    lockJournal() {
      lock = new DatabaseSync(world.journalFile, { timeout: WAIT_MS });
      lock.exec('BEGIN IMMEDIATE');
    },
    approve: async () => void (await world.decide(execution, 'approve')),
    freezeAndReplace: replace,
    async kill() {
      command.signal('SIGKILL');
      await command.finished;
    },
    async approveToTheEnd() {
      const { finished } = command;
      await approveUntil(world, execution, finished);
      return finished;
    },
    approveWhileRunning: (commands) => approveUntil(world, execution, Promise.all(commands)),
  };
}

async function approveUntil(
  world: ShopWorld,
  execution: string,
  end: Promise<unknown>,
): Promise<void> {
  let hasEnded = false;
  const note = (): void => {
    hasEnded = true;
  };
  end.then(note, note);
  await eventually(
    'the end',
    async () => {
      const events = world.journal.events(execution);
      const gate = events.findLast(({ type }) => type.startsWith('Approval'));
      if (gate?.type === 'ApprovalOpened') await world.decide(execution, 'approve');
      return hasEnded;
    },
    WAIT_MS,
  );
}

function nameIn(event: ExecutionEvent): string {
  return event.type === 'FactRecorded' ? event.name : '';
}

interface Calls {
  follow(pid: number): void;
  /** The writes of a process that have reached the twin, in order. */
  of(pid: number): readonly string[];
  hold(kind: string, moment: Moment): Promise<HeldCall>;
}

function watchCalls(world: ShopWorld): Calls {
  const pids: number[] = [];
  const made: { readonly pid: number | undefined; readonly kind: string }[] = [];
  let wanted: { kind: string; moment: Moment; found: (held: HeldCall) => void } | undefined;
  const keepHeld = (call: CloudCall, moment: Moment): Promise<undefined> | undefined => {
    if (wanted === undefined || wanted.kind !== call.kind || wanted.moment !== moment)
      return undefined;
    const { found } = wanted;
    wanted = undefined;
    return new Promise((release) => found({ release: () => release(undefined) }));
  };
  world.proxy.onCall = (call, moment) => {
    const pid = moment === 'sent' && call.isWrite ? processOfPort(call.port, pids) : undefined;
    const held = keepHeld(call, moment);
    if (moment !== 'sent' || !call.isWrite) return held;
    const count = (): void => void made.push({ pid, kind: call.kind });
    if (held === undefined) count();
    return held?.then(count).then(() => undefined);
  };
  return {
    follow: (pid) => void pids.push(pid),
    of: (pid) => made.filter((each) => each.pid === pid).map(({ kind }) => kind),
    hold: (kind, moment) =>
      new Promise((found) => {
        wanted = { kind, moment, found };
      }),
  };
}
