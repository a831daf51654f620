// Where a run acts: the twin or AWS, with the clock that runs there.
import { existsSync, readFileSync } from 'node:fs';
import type { ExecutionEvent, World } from '../execution/event.ts';
import { hasEnded } from '../execution/has-ended.ts';
import type { Clock } from '../lib/clock.ts';
import { Refusal } from './refusal.ts';
import type { StateFolder } from './state-folder.ts';
import { createSystemClock } from './system-clock.ts';
import { readTwinClock } from './twin/read-twin-clock.ts';

/** A rehearsal's world. */
export type TwinWorld = Extract<World, { readonly kind: 'twin' }>;

/** A clock that says how many times as fast as the wall it goes; a twin that stands still has 0. */
export interface WorldClock extends Clock {
  speed(): number;
  /** The twin has not answered for some time: the clock runs on by itself and is followed no more. */
  isLost(): boolean;
}

/** The clock on which the events of a run in this world are stamped. Throws `Refusal` when the twin is gone. */
export async function clockOf(world: World | { readonly kind: 'aws' }): Promise<WorldClock> {
  if (world.kind === 'aws') return { ...createSystemClock(), speed: () => 1, isLost: () => false };
  try {
    return await readTwinClock(world.url);
  } catch (cause) {
    throw new Refusal(
      'unreachable',
      `The twin at ${world.url} does not answer. Start one with "penstock twin up" in another terminal, or give --twin the address it printed; a rehearsal whose twin is gone cannot go on. Nothing was done.`,
      { cause },
    );
  }
}

/** For who only looks: when the run's world is gone or the run has ended, the time of its last event. */
export async function clockOrLast(events: readonly ExecutionEvent[]): Promise<Clock> {
  const [started] = events;
  const last = events.at(-1);
  const still: Clock = { ...createSystemClock(), now: () => last?.at ?? 0 };
  if (started?.type !== 'ExecutionStarted' || hasEnded(events)) return still;
  try {
    return await clockOf(started.world);
  } catch (error) {
    if (error instanceof Refusal) return still;
    throw error;
  }
}

/** The twin to use: the address given, else the one that `penstock twin up` noted in the state folder. */
export function findTwin(state: StateFolder, url: string | undefined): TwinWorld {
  if (url !== undefined) return { kind: 'twin', url: loopbackUrl(url) };
  if (!existsSync(state.twinFile)) {
    throw new Refusal(
      'unreachable',
      'No twin is running for this project. Start one with "penstock twin up" in another terminal, or name one with --twin URL.',
    );
  }
  const noted = JSON.parse(readFileSync(state.twinFile, 'utf8')) as { readonly url: string };
  return { kind: 'twin', url: loopbackUrl(noted.url) };
}

function loopbackUrl(text: string): string {
  const host = URL.canParse(text) ? new URL(text).hostname : undefined;
  if (host === '127.0.0.1' || host === 'localhost' || host === '[::1]')
    return text.replace(/\/$/, '');
  throw new Refusal(
    'usage',
    `"${text}" is not an address on this machine, and a rehearsal goes nowhere else. Give --twin the address that "penstock twin up" printed, such as http://127.0.0.1:4000.`,
  );
}
