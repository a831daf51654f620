// One run from its start to its end: decided at its gates, killed at the given points, resumed after each.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { Finished, RunningCommand } from '../cli/penstock.ts';
import { eventually } from '../eventually.ts';
import type { KillPoint, Seen } from './kill-points.ts';
import type { ShopWorld } from './shop-world.ts';

export interface DrivenRun {
  readonly execution: string;
  readonly events: readonly ExecutionEvent[];
  /** The last process that drove it. */
  readonly last: Finished;
  /** The points at which it was killed, in order. */
  readonly killedAt: readonly string[];
  /** What its script did to the world. */
  readonly sideEffects: string;
  /** How many groups the cloud was asked to create. */
  readonly creations: number;
}

export interface DrivenRunRequest {
  readonly points: readonly KillPoint[];
  /** What is said at the gate of prod 100; prod 50 is approved. */
  readonly word: 'approve' | 'reject';
}

const END_WITHIN_MS = 120_000;

export async function driveRun(
  world: ShopWorld,
  { points, word }: DrivenRunRequest,
): Promise<DrivenRun> {
  world.clearSideEffects();
  const left = [...points];
  const killedAt: string[] = [];
  const callsBefore = world.proxy.calls.length;
  const previous = world.journal.newest();
  const events: ExecutionEvent[] = [];
  let command = await world.run();
  let isKilled = false;
  const execution = (): string | undefined => {
    const newest = world.journal.newest();
    return newest === previous ? undefined : newest;
  };
  const look = (seen: Seen): 'drop' | undefined => {
    const [point] = left;
    if (isKilled) return 'drop';
    if (point === undefined || execution() === undefined) return undefined;
    if (point.isBack && !hasBegunBack(world, execution())) return undefined;
    if (!point.isAt(seen)) return undefined;
    isKilled = true;
    process.kill(command.pid, 'SIGKILL');
    killedAt.push(point.name);
    left.shift();
    return 'drop';
  };
  const lookAtJournal = (): void => {
    const id = execution();
    for (const event of id === undefined ? [] : world.journal.events(id, events.length)) {
      events.push(event);
      look({ kind: 'event', event });
    }
  };
  world.proxy.onCall = (call, moment) => {
    // What was recorded before this call is seen before it, however busy the machine is.
    if (moment === 'sent') lookAtJournal();
    return Promise.resolve(look({ kind: 'call', call, moment }));
  };
  const watching = { look, lookAtJournal, events, execution, word, decided: new Set<string>() };
  for (;;) {
    await followProcess(world, command, watching);
    const finished = await command.finished;
    if (!isKilled || events.at(-1)?.type === 'ExecutionFinished') {
      world.proxy.onCall = () => undefined;
      return {
        execution: execution() ?? '',
        events,
        last: finished,
        killedAt,
        sideEffects: world.sideEffects(),
        creations: world.proxy.calls.slice(callsBefore).filter(isCreation).length,
      };
    }
    command = world.command(['resume', execution() ?? '']);
    isKilled = false;
  }
}

interface Watching {
  readonly look: (seen: Seen) => unknown;
  readonly lookAtJournal: () => void;
  readonly events: ExecutionEvent[];
  readonly execution: () => string | undefined;
  readonly word: 'approve' | 'reject';
  readonly decided: Set<string>;
}

/** Watches journal and script, and speaks at gates, until the process has ended. */
async function followProcess(
  world: ShopWorld,
  command: RunningCommand,
  { look, lookAtJournal, events, execution, word, decided }: Watching,
): Promise<void> {
  let hasEnded = false;
  let side = world.sideEffects();
  const ended = command.finished.finally(() => {
    hasEnded = true;
  });
  ended.catch(() => undefined);
  await eventually(
    'the end of the process',
    async () => {
      const wasOver = hasEnded;
      const text = world.sideEffects();
      if (text !== side) look({ kind: 'script', text });
      side = text;
      lookAtJournal();
      for (const event of [...events]) {
        if (event.type !== 'ApprovalOpened' || decided.has(event.path)) continue;
        decided.add(event.path);
        await world.decide(execution() ?? '', event.path.includes('[1]') ? word : 'approve');
      }
      return wasOver;
    },
    END_WITHIN_MS,
  );
}

function hasBegunBack(world: ShopWorld, execution: string | undefined): boolean {
  const events = execution === undefined ? [] : world.journal.events(execution);
  return events.some(({ type }) => type === 'RollbackStarted');
}

function isCreation({ kind }: { readonly kind: string }): boolean {
  return kind === 'POST group';
}
