// The schedules of the engine's torture: straight, cut at one point, and four kinds of seeded chaos.
import type { Fate } from './process.ts';
import type { Random } from './random.ts';
import type { Schedule } from './simulate.ts';

const calm = { lostReply: 0, lateEffect: 0, throttled: 0 };
export const rough = { lostReply: 0.15, lateEffect: 0.15, throttled: 0.1 };
export const straight: Schedule = {
  seed: 1,
  owners: 1,
  faults: calm,
  fate: () => () => 'go on',
};

export function killAt(point: number): Schedule['fate'] {
  return () => {
    let passed = 0;
    return () => (passed++ === point ? 'kill' : 'go on');
  };
}

interface Chaos {
  readonly kills?: number;
  readonly stops?: number;
  readonly freezes?: number;
}

export function chaos({ kills = 0, stops = 0, freezes = 0 }: Chaos): Schedule['fate'] {
  return (random: Random): Fate =>
    () => {
      if (random.chance(kills)) return 'kill';
      if (random.chance(stops)) return 'stop';
      return random.chance(freezes) ? { freezeMs: random.between(1, 150_000) } : 'go on';
    };
}

export type NamedSchedule = Schedule & { readonly what: string };

/** What one seed does to each scenario. */
export function chaosOf(seed: number): readonly NamedSchedule[] {
  const base = { seed, faults: rough };
  const all = chaos({ kills: 0.02, stops: 0.01, freezes: 0.02 });
  return [
    { ...base, owners: 1, fate: chaos({ kills: 0.03 }), what: 'kills' },
    { ...base, owners: 2, fate: chaos({ freezes: 0.03 }), what: 'freezes' },
    { ...base, owners: 1, fate: chaos({ stops: 0.05 }), what: 'stops' },
    { ...base, owners: 3, fate: all, what: 'all of it' },
  ];
}
