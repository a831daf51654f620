// Plays the stories of many seeds, one after the other, until they are done or the time is over.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { failureInWords } from './in-words.ts';
import { play } from './play.ts';
import { shrink } from './shrink.ts';
import { drawStory } from './story.ts';

export interface SeedsRequest {
  readonly firstSeed: number;
  readonly seeds: number;
  /** From one seed to the next; 1 where nothing is said. */
  readonly every?: number;
  /** No story is begun after so long. */
  readonly limitMs?: number;
  readonly onProgress?: (done: SeedsReport) => void;
  /** No story is begun once so many have failed. */
  readonly failuresMax?: number;
}

export interface SeedsReport {
  readonly seeds: number;
  readonly violations: number;
  readonly events: number;
  readonly virtualHours: number;
  readonly seconds: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly seed: number;
  readonly rule: string;
  /** The smallest story that breaks the same invariant. */
  readonly story: string;
}

const HOUR_MS = 3_600_000;

export async function runSeeds(request: SeedsRequest): Promise<SeedsReport> {
  const { firstSeed, every = 1, limitMs = Number.POSITIVE_INFINITY, failuresMax = 3 } = request;
  const lastSeed = firstSeed + (request.seeds - 1) * every;
  const startedAt = performance.now();
  const ends: Record<string, number> = {};
  const failures: Failure[] = [];
  let seeds = 0;
  let violations = 0;
  let events = 0;
  let virtualMs = 0;
  const report = (): SeedsReport => ({
    seeds,
    violations,
    events,
    virtualHours: Math.round((10 * virtualMs) / HOUR_MS) / 10,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    ends,
    failures,
  });
  for (let seed = firstSeed; seed <= lastSeed; seed += every) {
    if (performance.now() - startedAt > limitMs || failures.length >= failuresMax) break;
    // A story takes no turn of the event loop by itself.
    await nextTurn();
    const played = await play(drawStory(seed));
    seeds += 1;
    events += played.events;
    virtualMs += played.virtualMs;
    for (const end of played.ends) ends[end] = (ends[end] ?? 0) + 1;
    violations += played.violations.length;
    const [first] = played.violations;
    if (first !== undefined) {
      const { played: small } = await shrink(played);
      const story = failureInWords(small.story, small.lines, small.violations);
      failures.push({ seed, rule: first.rule, story });
    }
    request.onProgress?.(report());
  }
  return report();
}
