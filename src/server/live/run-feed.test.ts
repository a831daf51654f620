// One feed for all who watch a run: the same message for all at one place, and to each what it lacks.
import { expect, test } from 'vitest';
import { approvePath, ladderPlan, started, timed } from '../../../tests/view-fixture.ts';
import type { Encoded } from '../handler.ts';
import { extendSource, newSource, type RunSurroundings } from '../runs/run-source.ts';
import { createRunFeed, type Place, placeAfter, type RunFeed } from './run-feed.ts';

const AROUND: RunSurroundings = {
  now: 5_000,
  speed: 0,
  driver: { driver: 'process 1', standsStill: false },
  holds: [],
};
const EVENTS = timed(
  started,
  { type: 'NodeStarted', path: '' },
  { type: 'NodeStarted', path: 'shop' },
  { type: 'NodeStarted', path: 'shop/steps' },
  { type: 'NodeStarted', path: 'shop/steps/Rungs' },
  { type: 'NodeStarted', path: 'shop/steps/Rungs[0]' },
  { type: 'AttemptStarted', path: approvePath(0), attempt: 1, deadlineAt: 90_000_000 },
);

function bench(length: number) {
  const given = { project: 'shop', run: '7', planHash: 'plan', plan: ladderPlan() };
  return {
    feed: createRunFeed(),
    source: newSource({ ...given, events: EVENTS.slice(0, length) }),
  };
}

/** What is told by now, by kind. */
function taken(feed: RunFeed, place: Place): readonly Encoded[] {
  const messages: Encoded[] = [];
  for (let next = feed.next(place); next !== undefined; next = feed.next(place))
    messages.push(next);
  return messages;
}

const kinds = (messages: readonly Encoded[]): readonly string[] =>
  messages.map(({ json }) => String(JSON.parse(json).kind));

test('who begins gets page, steps and lines; after that only what is new', () => {
  const { feed, source } = bench(6);
  feed.refresh(source, AROUND);
  const place = placeAfter(undefined);
  const first = taken(feed, place);
  expect(kinds(first)).toEqual(['page', 'steps', 'lines']);
  expect(first.at(-1)?.id).toBe('0');
  expect(feed.refresh(source, AROUND)).toBe(false);
  extendSource(source, EVENTS.slice(6));
  expect(feed.refresh(source, AROUND)).toBe(true);
  const second = taken(feed, place);
  expect(kinds(second)).toEqual(['page', 'steps', 'lines']);
  const { steps } = JSON.parse(second[1]?.json ?? '') as { steps: { path: string }[] };
  expect(steps.map(({ path }) => path)).toEqual([approvePath(0)]);
  expect(second.at(-1)?.id).toBe('6');
});

test('all at one place share one message, and one who comes back lacks no line and gets none twice', () => {
  const { feed, source } = bench(7);
  feed.refresh(source, AROUND);
  const places = [placeAfter(undefined), placeAfter(undefined)];
  const [one, other] = places.map((place) => taken(feed, place));
  for (const [index, message] of (one ?? []).entries()) expect(other?.[index]).toBe(message);
  const back = taken(feed, placeAfter('0'));
  expect(kinds(back)).toEqual(['page', 'steps', 'lines']);
  const { lines } = JSON.parse(back.at(-1)?.json ?? '') as { lines: { seq: number }[] };
  expect(lines.map(({ seq }) => seq)).toEqual([6]);
  expect(kinds(taken(feed, placeAfter('6')))).toEqual(['page', 'steps']);
  expect(kinds(taken(feed, placeAfter('nonsense')))).toEqual(['page', 'steps', 'lines']);
});

test('another driver, another lock or a clock that was moved makes a page, and nothing else', () => {
  const { feed, source } = bench(7);
  feed.refresh(source, AROUND);
  const place = placeAfter('6');
  taken(feed, place);
  for (const change of [{ holds: ['the rule x'] }, { now: 900_000 }]) {
    expect(feed.refresh(source, { ...AROUND, ...change })).toBe(true);
    expect(kinds(taken(feed, place))).toEqual(['page']);
  }
});
