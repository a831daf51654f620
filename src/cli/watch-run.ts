// Shows a run while it is driven: the ladder redrawn in place on a terminal, else one line per event.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Clock } from '../lib/clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { Review } from '../traffic/facts.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { stageLabels } from '../view/deploying-stages.ts';
import { type JournalLine, journalLine } from '../view/journal-line.ts';
import type { ChoiceView, GateView, RunView } from '../view/run-view.ts';
import { stepNames } from '../view/step-names.ts';
import { drawFrame, drawLine } from './ladder/frame.ts';
import { type LiveScreen, openLiveScreen } from './ladder/live-screen.ts';
import { PLAIN } from './ladder/paint.ts';
import type { Output } from './output.ts';

const REDRAW_MS = 150;
/** On the run's clock: metrics come in minutes, and reads count against the cloud's limits. */
const REVIEW_MS = 15_000;

export interface WatchRequest {
  readonly title: string;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly output: Output;
  /** More lines under the ladder, asked for at each redraw. */
  footer(): readonly string[];
  /** The figures of an open gate as they are now. */
  review(events: readonly ExecutionEvent[], opened: Review): Promise<Review>;
  /** The keys that work; without them those of an open gate. */
  readonly keys?: readonly LadderKey[];
  /** Told of each event where nothing is drawn, with its line when it is worth one; else lines are said. */
  tell?(event: ExecutionEvent, seq: number, line: string | undefined): void;
}

export interface LadderKey {
  readonly key: string;
  readonly does: string;
}

export interface Watch {
  /** Everything recorded so far. */
  readonly events: readonly ExecutionEvent[];
  add(events: readonly ExecutionEvent[]): void;
  /** The gate on the screen: what a key speaks of, even when another one has opened since. */
  shownGate(): string | undefined;
  /** The choice on the screen. */
  shownChoice(): ChoiceView | undefined;
  /** Draws a last time and leaves the picture standing. */
  close(): void;
}

export function watchRun(request: WatchRequest): Watch {
  const { title, plan, clock, output } = request;
  const events: ExecutionEvent[] = [];
  const lines: JournalLine[] = [];
  const nameOf = stepNames(plan);
  const stageOf = stageLabels(plan);
  const screen: LiveScreen | undefined = output.isTerminal
    ? openLiveScreen(process.stdout)
    : undefined;
  const reviews = liveReviews(request);
  let shownGate: string | undefined;
  let shownChoice: ChoiceView | undefined;
  const redraw = (): void => {
    if (screen === undefined || events.length === 0) return;
    const view = buildRunView(plan, events, clock.now());
    const gates = view.gates.map((each) => ({ ...each, review: reviews.of(each, events) }));
    const gate = gates[0];
    shownGate = gate?.path;
    shownChoice = view.choices[0];
    const keys = request.keys ?? keysOf({ ...view, gates });
    screen.draw(
      drawFrame(
        {
          title,
          columns: output.columns(),
          view: { ...view, gates },
          lines,
          footer: request.footer(),
          keys,
        },
        output.paint,
      ),
    );
  };
  const tellEvent = (event: ExecutionEvent, seq: number, line: JournalLine | undefined): void => {
    const startedAt = events[0]?.at ?? event.at;
    const text = line && drawLine(line, { startedAt }, output.isJson ? PLAIN : output.paint);
    if (request.tell !== undefined) request.tell(event, seq, text);
    else if (text !== undefined) sayLine(text, output);
  };
  const timer = screen === undefined ? undefined : setInterval(redraw, REDRAW_MS);
  return {
    events,
    shownGate: () => shownGate,
    shownChoice: () => shownChoice,
    add(fresh) {
      for (const event of fresh) {
        events.push(event);
        const line = journalLine(event, nameOf, stageOf);
        if (line !== undefined) lines.push(line);
        if (screen === undefined) tellEvent(event, events.length - 1, line);
      }
    },
    close() {
      clearInterval(timer);
      redraw();
      screen?.close();
    },
  };
}

/** Reads a gate's figures anew from time to time; until an answer comes, the last known ones stand. */
function liveReviews({ clock, review }: WatchRequest): {
  of(gate: GateView, events: readonly ExecutionEvent[]): Review | undefined;
} {
  const known = new Map<string, Review>();
  let nextAt = 0;
  return {
    of(gate, events) {
      const { review: opened, path } = gate;
      if (opened !== undefined && clock.now() >= nextAt) {
        nextAt = clock.now() + REVIEW_MS;
        review(events, opened).then(
          (fresh) => known.set(path, fresh),
          () => known.delete(path),
        );
      }
      return known.get(path) ?? opened;
    },
  };
}

/** What is asked in the middle of a step comes first: its choices stand with their keys in the card. */
function keysOf({ gates }: RunView): readonly LadderKey[] {
  const [gate] = gates;
  if (gate === undefined) return [];
  const { rung, name } = gate;
  return [
    { key: 'a', does: `approve ${rung ?? name}` },
    { key: 'x', does: 'reject: everything goes back' },
  ];
}

function sayLine(text: string, output: Output): void {
  if (output.isJson) output.note(text);
  else output.say(text);
}
