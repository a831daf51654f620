// Damage to texts: pieces lost, doubled, moved and put in.
import type { Random } from '../simulation/random.ts';

export function pick<T>(random: Random, all: readonly T[]): T {
  const chosen = all[random.between(0, all.length - 1)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

export function damaged(random: Random, text: string, pieces: readonly string[]): string {
  let result = text;
  for (let left = random.between(1, 3); left > 0; left -= 1) {
    const [from, to] = range(random, result.length);
    const part = result.slice(from, to);
    switch (random.between(0, 4)) {
      case 0:
        result = result.slice(0, from) + result.slice(to);
        break;
      case 1:
        result = result.slice(0, from) + part + part + result.slice(to);
        break;
      case 2:
        result = result.slice(0, from) + pick(random, pieces) + result.slice(to);
        break;
      case 3:
        result = part + result.slice(0, from) + result.slice(to);
        break;
      default:
        result =
          result.slice(0, from) +
          pick(random, pieces).repeat(random.between(1, 60)) +
          result.slice(from);
    }
  }
  return result;
}

function range(random: Random, length: number): readonly [number, number] {
  const from = random.between(0, Math.max(0, length - 1));
  return [from, Math.min(length, from + random.between(0, 12))];
}
