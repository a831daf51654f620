// The clocks of the worlds in which runs act: one for all runs of a world, kept while the world answers.
import { clockOf, type WorldClock } from '../../app/world.ts';
import type { World } from '../../execution/event.ts';

export interface WorldClocks {
  /** Undefined when the world is a twin that does not answer; it is asked again a little later. */
  of(world: World): Promise<WorldClock | undefined>;
}

const KEEP_SILENCE_MS = 3_000;

export function createWorldClocks(): WorldClocks {
  const known = new Map<string, Known>();
  const ask = (key: string, world: World): Known => {
    const made: Known = { clock: undefined, answer: Promise.resolve(undefined), silentUntil: 0 };
    made.answer = clockOf(world).then(
      (clock) => {
        made.clock = clock;
        return clock;
      },
      () => {
        made.silentUntil = performance.now() + KEEP_SILENCE_MS;
        return undefined;
      },
    );
    known.set(key, made);
    return made;
  };
  return {
    of(world) {
      const key = world.kind === 'aws' ? 'aws' : world.url;
      const found = known.get(key);
      return (found === undefined || isOver(found) ? ask(key, world) : found).answer;
    },
  };
}

interface Known {
  clock: WorldClock | undefined;
  answer: Promise<WorldClock | undefined>;
  silentUntil: number;
}

function isOver({ clock, silentUntil }: Known): boolean {
  if (clock !== undefined) return clock.isLost();
  return silentUntil > 0 && performance.now() >= silentUntil;
}
