// What the watchers of one run are told: page, lines and steps, each made and encoded once however many watch.
import type { StepInTree } from '../../api/schemas/run-parts.ts';
import type { Encoded } from '../handler.ts';
import { createLineMaker, type LineMaker } from '../runs/build-lines.ts';
import { buildRunPage } from '../runs/build-run-page.ts';
import { buildSteps } from '../runs/build-steps.ts';
import type { RunSource, RunSurroundings } from '../runs/run-source.ts';

export interface RunFeed {
  /** Whether anything was new; to be called when something may have changed. */
  refresh(source: RunSource, around: RunSurroundings): boolean;
  /** The next message for a watcher, whose place it moves on; undefined when it has everything. */
  next(place: Place): Encoded | undefined;
}

/** What a watcher has by now. */
export interface Place {
  /** The place in the journal after the last line that it has. */
  seq: number;
  page: number;
  steps: number;
}

/** A watcher that begins has none, one that comes back has the lines up to `lastEventId`. */
export function placeAfter(lastEventId: string | undefined): Place {
  const isSeq = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId);
  return { seq: isSeq ? Number(lastEventId) + 1 : 0, page: 0, steps: 0 };
}

/** A watcher that begins gets the journal in parts of so many lines. */
const LINES_MOST = 500;
/** Of the wall. */
const CLOCK_OFF_MS = 1_500;

export function createRunFeed(): RunFeed {
  const lines: { readonly seq: number; readonly json: string }[] = [];
  const steps = new Map<string, { readonly json: string; readonly version: number }>();
  let makeLine: LineMaker | undefined;
  let folded = 0;
  let version = 0;
  let beside = '';
  let clock = { at: 0, now: 0 };
  let pageJson = '';
  let shared = new Map<string, Encoded>();

  const addLines = (source: RunSource): void => {
    makeLine ??= createLineMaker(source.plan);
    for (; folded < source.events.length; folded++) {
      const event = source.events[folded];
      const line = event && makeLine(event, folded);
      if (line !== undefined) lines.push({ seq: folded, json: JSON.stringify(line) });
    }
  };
  const addSteps = (all: readonly StepInTree[]): void => {
    for (const step of all) {
      const json = JSON.stringify(step);
      if (steps.get(step.path)?.json !== json) steps.set(step.path, { json, version });
    }
  };
  /** Watchers at the same place get the same text. */
  const once = (key: string, make: () => Encoded): Encoded => {
    const found = shared.get(key) ?? make();
    shared.set(key, found);
    return found;
  };
  const linesAfter = (seq: number): Encoded | undefined => {
    const first = firstFrom(lines, seq);
    const last = lines[Math.min(first + LINES_MOST, lines.length) - 1];
    if (first >= lines.length || last === undefined) return undefined;
    return once(`lines ${first}`, () => {
      const texts = lines.slice(first, first + LINES_MOST).map(({ json }) => json);
      return { id: String(last.seq), json: `{"kind":"lines","lines":[${texts.join(',')}]}` };
    });
  };
  const stepsAfter = (seen: number): Encoded =>
    once(`steps ${seen}`, () => {
      const changed = [...steps.values()].filter((each) => each.version > seen);
      const texts = changed.map(({ json }) => json);
      return { json: texts.length === 0 ? '' : `{"kind":"steps","steps":[${texts.join(',')}]}` };
    });

  return {
    refresh(source, around) {
      const { driver, holds, speed } = around;
      const now = JSON.stringify([driver, holds, speed]);
      const hasGrown = source.events.length > folded;
      if (!hasGrown && now === beside && !isMoved(clock, around)) return false;
      beside = now;
      clock = { at: performance.now(), now: around.now };
      version += 1;
      shared = new Map();
      addLines(source);
      if (hasGrown) addSteps(buildSteps(source));
      pageJson = `{"kind":"page","page":${JSON.stringify(buildRunPage(source, around))}}`;
      return true;
    },
    next(place) {
      if (place.page < version) {
        place.page = version;
        return once('page', () => ({ json: pageJson }));
      }
      if (place.steps < version) {
        const message = stepsAfter(place.steps);
        place.steps = version;
        if (message.json !== '') return message;
      }
      const message = linesAfter(place.seq);
      if (message?.id !== undefined) place.seq = Number(message.id) + 1;
      return message;
    },
  };
}

/** Whether the run's clock is elsewhere than whoever counts on from the last page believes. */
function isMoved(
  { at, now }: { readonly at: number; readonly now: number },
  around: RunSurroundings,
): boolean {
  const believed = now + (performance.now() - at) * around.speed;
  return Math.abs(around.now - believed) > CLOCK_OFF_MS * Math.max(1, around.speed);
}

/** The index of the first line at or after a place of the journal. */
function firstFrom(lines: readonly { readonly seq: number }[], seq: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
