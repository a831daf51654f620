// Where the time of a run went, as one line of spans: machines at work, people waited for, waiting on purpose.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Plan } from '../plan/plan.ts';
import { type Activities, applyActivity, noActivities, type SpanKind } from './activities.ts';
import { stepNames } from './step-names.ts';

export interface TimeSpan {
  readonly kind: SpanKind;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface TimeSpans {
  readonly machineMs: number;
  readonly humanMs: number;
  readonly bakeMs: number;
  /** One after the other without gaps, from the start of the run to its end or to now. */
  readonly spans: readonly TimeSpan[];
}

/** More are joined by their kind, then the shortest with their neighbour; the sums stay exact. */
const SPANS_MAX = 400;
const NAMES_SHOWN = 2;
const BETWEEN = 'between steps';
/** What is shorter is told with the step before. */
const BETWEEN_LEAST_MS = 10_000;

export function timeSpans(plan: Plan, events: readonly ExecutionEvent[], now: number): TimeSpans {
  const all = spansOf(plan, events, now);
  const sum = (kind: SpanKind): number =>
    all.reduce((total, span) => (span.kind === kind ? total + span.to - span.from : total), 0);
  return {
    machineMs: sum('machine'),
    humanMs: sum('human'),
    bakeMs: sum('bake'),
    spans: fewer(all),
  };
}

function spansOf(plan: Plan, events: readonly ExecutionEvent[], now: number): readonly TimeSpan[] {
  const [first] = events;
  if (first === undefined) return [];
  const name = stepNames(plan);
  const spans: TimeSpan[] = [];
  const activities = noActivities();
  let at = first.at;
  const until = (to: number): void => {
    if (to <= at) return;
    add(spans, { ...whatGoesOn(activities, name), from: at, to });
    at = to;
  };
  for (const event of events) {
    until(event.at);
    applyActivity(activities, event);
    if (event.type === 'ExecutionFinished') return spans;
  }
  until(now);
  return spans;
}

/** A person is waited for only when nothing runs; what has no step is the engine's own time. */
function whatGoesOn(
  { steps, pausedBy, isGoingBack }: Activities,
  name: (path: string) => string,
): Pick<TimeSpan, 'kind' | 'label'> {
  for (const kind of ['machine', 'bake'] as const) {
    const running = [...steps].filter(([, activity]) => activity.kind === kind);
    if (running.length > 0) return { kind, label: labelOf(running, name) };
  }
  if (pausedBy !== undefined && !isGoingBack) {
    return { kind: 'human', label: `paused by ${pausedBy}` };
  }
  const asked = [...steps].filter(([, activity]) => activity.kind === 'human');
  if (asked.length > 0) return { kind: 'human', label: labelOf(asked, name) };
  return { kind: 'machine', label: BETWEEN };
}

function labelOf(
  steps: readonly (readonly [string, { readonly says: string | undefined }])[],
  name: (path: string) => string,
): string {
  const words = steps
    .slice(0, NAMES_SHOWN)
    .map(([path, { says }]) => (says === undefined ? name(path) : `${name(path)}: ${says}`));
  const more = steps.length - words.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function add(spans: TimeSpan[], span: TimeSpan): void {
  const last = spans.at(-1);
  const isBrief = span.label === BETWEEN && span.to - span.from < BETWEEN_LEAST_MS;
  if (last?.kind === span.kind && (last.label === span.label || isBrief)) {
    spans[spans.length - 1] = { ...last, to: span.to };
  } else {
    spans.push(span);
  }
}

function fewer(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  if (spans.length <= SPANS_MAX) return spans;
  const joined = joinWhere(spans, (one, other) => one.kind === other.kind);
  if (joined.length <= SPANS_MAX) return joined;
  const lengths = joined.map(({ from, to }) => to - from).sort((one, other) => other - one);
  const shortest = lengths[SPANS_MAX - 1] ?? 0;
  return joinWhere(joined, (_, { from, to }) => to - from <= shortest).slice(0, SPANS_MAX);
}

/** What is joined goes by the kind of the first. */
function joinWhere(
  spans: readonly TimeSpan[],
  belongs: (one: TimeSpan, other: TimeSpan) => boolean,
): readonly TimeSpan[] {
  const joined: TimeSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last === undefined || !belongs(last, span)) joined.push(span);
    else joined[joined.length - 1] = { ...last, to: span.to, label: 'several steps' };
  }
  return joined;
}
