// The page of a run and its steps as they were when its journal held only so many events.
import type { RunPage } from '../../api/schemas/run-page.ts';
import { buildRunPage } from './build-run-page.ts';
import { newSource, type RunSource, type RunSurroundings } from './run-source.ts';

/** What stood beside the journal then is not known: nobody is said to drive it, and nothing to be held. */
export function pageAt(source: RunSource, length: number, around: RunSurroundings): RunPage {
  const past = sourceAt(source, length);
  return buildRunPage(past, {
    now: past.events.at(-1)?.at ?? around.now,
    speed: around.speed,
    driver: { driver: null, standsStill: false },
    holds: [],
  });
}

export function sourceAt(source: RunSource, length: number): RunSource {
  const { project, run, planHash, plan } = source;
  return newSource({ project, run, planHash, plan, events: source.events.slice(0, length) });
}
