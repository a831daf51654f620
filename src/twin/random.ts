// Chance from a seed: the same world makes the same choices, whatever else is asked of it.
import type { Span } from './world-spec.ts';

export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number of milliseconds within the span. */
  within(span: Span): number;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
  /** Where it is in its row of numbers. */
  position(): number;
  /** Goes on from there. */
  seek(position: number): void;
}

/** The rows of one world by their labels, so that they can be saved. */
export interface Randoms {
  /** The row from its beginning. */
  of(label: string): Random;
  save(): readonly [string, number][];
  load(positions: readonly [string, number][]): void;
}

export function createRandoms(seed: number): Randoms {
  const rows = new Map<string, Random>();
  return {
    of(label) {
      const row = createRandom(seed, label);
      rows.set(label, row);
      return row;
    },
    save: () => [...rows].map(([label, row]) => [label, row.position()]),
    load(positions) {
      const before = new Map(rows);
      rows.clear();
      for (const [label, position] of positions) {
        const row = before.get(label) ?? createRandom(seed, label);
        row.seek(position);
        rows.set(label, row);
      }
    },
  };
}

/** Each label has its own row of numbers, so that one purpose does not disturb another. */
export function createRandom(seed: number, label: string): Random {
  let state = hashOf(`${seed}/${label}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    within: ([least, most]) => Math.round(least + next() * (most - least)),
    hex: (digits) =>
      Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
    position: () => state,
    seek(position) {
      state = position;
    },
  };
}

/** FNV-1a over the text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}
