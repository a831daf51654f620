// Drives an execution at the command line: watches it, hears keys, and ends with its end state.
import { decideGate } from '../app/decide-gate.ts';
import type { Engine } from '../app/engine.ts';
import { type WarmBlue, warmBlues } from '../app/follow-up/warm-blue.ts';
import { intervene } from '../app/intervene.ts';
import { lostJournal } from '../app/journal-refusal.ts';
import { refreshReview } from '../app/live-review.ts';
import { makeChoice } from '../app/make-choice.ts';
import type { PreparedRun } from '../app/prepare-run.ts';
import { readSettings } from '../app/settings.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { Claim } from '../execution/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { Json } from '../lib/json.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { ACTIONS } from '../view/interventions.ts';
import { buildRunResult, type RunResult, resultJson } from '../view/run-result.ts';
import type { ChoiceView, RunView } from '../view/run-view.ts';
import { answerLine, giveLine } from './answers.ts';
import { EXIT } from './exit-code.ts';
import { listenForKeys } from './keys.ts';
import { drawEnding } from './ladder/ending.ts';
import { warmBlueRows } from './ladder/warm-blue.ts';
import type { Output } from './output.ts';
import { watchRun } from './watch-run.ts';

export interface DriveAtTerminal {
  readonly engine: Engine;
  readonly id: string;
  /** The right to drive it, when it is held already. */
  readonly claim?: Claim;
  readonly run: PreparedRun;
  readonly clock: Clock;
  readonly output: Output;
  readonly title: string;
  readonly adoptUnmanaged: boolean;
  /** Events from before this drive. */
  readonly recorded: readonly ExecutionEvent[];
  footer(): readonly string[];
  /** Also told of everything newly recorded. */
  onEvents(events: readonly ExecutionEvent[]): void;
}

export type DrivenRun =
  | {
      readonly status: 'finished';
      readonly result: RunResult;
      readonly view: RunView;
      readonly warm: readonly WarmBlue[];
    }
  | { readonly status: 'interrupted'; readonly message?: string };

export async function driveAtTerminal(request: DriveAtTerminal): Promise<DrivenRun> {
  const { engine, id, run, clock, output } = request;
  const stop = new AbortController();
  const watch = watchRun({
    ...request,
    plan: run.plan,
    review: (events, opened) => refreshReview(run, clock, events, opened),
  });
  watch.add(request.recorded);
  const settings = readSettings(run.loaded.folder);
  const decide = (decision: 'approve' | 'reject'): void => {
    const path = watch.shownGate();
    if (path === undefined) return;
    decideGate(engine, id, { decision, path, comment: undefined }, settings).then(
      (decided) => {
        if (decided.status === 'refused') output.note(decided.message);
      },
      (error: unknown) => output.note(String(error)),
    );
  };
  const choose = (key: string): void => {
    const choice = watch.shownChoice();
    const option = choice?.options[Number(key) - 1]?.id;
    if (choice === undefined || option === undefined) return;
    answer(engine, id, choice, option).then(
      (answered) => {
        if (answered.status === 'refused') output.note(answered.message);
      },
      (error: unknown) => output.note(String(error)),
    );
  };
  const view = (): RunView => buildRunView(run.plan, watch.events, clock.now());
  const interrupt = (): void => stop.abort();
  const endKeys = listenForKeys((key) => {
    if (key === 'interrupt' || key === 'q') interrupt();
    if (key === 'a') decide('approve');
    if (key === 'x') decide('reject');
    if (/^[1-9]$/.test(key)) choose(key);
  });
  // A terminal or a launcher may send the same signal twice; the second must not end what is being ended.
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    const ended = await engine.drive({
      id,
      ...(request.claim && { claim: request.claim }),
      run,
      clock,
      letGo: stop.signal,
      adoptUnmanaged: request.adoptUnmanaged,
      onEvents(events) {
        watch.add(events);
        if (!output.isTerminal) tellQuestions(id, events, view, output);
        request.onEvents(events);
      },
    });
    if (ended.status !== 'finished') return { status: 'interrupted' };
    return {
      status: 'finished',
      result: buildRunResult(id, watch.events),
      view: view(),
      warm: warmBlues(run.plan, watch.events),
    };
  } finally {
    endKeys();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    watch.close();
  }
}

/** Drives, shows the ending, and answers the exit code. */
export async function driveToEnd(request: DriveAtTerminal): Promise<number> {
  const { id, output } = request;
  const driven = await driveAtTerminal(request).catch((error: unknown): DrivenRun => {
    const message = lostJournal(id, output.where, error);
    if (message === undefined) throw error;
    return { status: 'interrupted', message };
  });
  if (driven.status === 'interrupted') {
    const message = driven.message ?? (await whyInterrupted(request));
    output.say(message);
    output.result({ execution: id, status: 'Interrupted', message });
    return EXIT.Failed;
  }
  const { where } = output;
  const { view, warm } = driven;
  const more = warmBlueRows(warm, id, view.now, where);
  const ending = { execution: id, view, more, columns: output.columns(), where };
  for (const line of drawEnding(ending, output.paint)) output.say(line);
  output.result({ ...resultJson(driven.result), warm: warm as unknown as Json });
  return EXIT[view.end ?? 'Failed'];
}

async function whyInterrupted({ engine, id, output }: DriveAtTerminal): Promise<string> {
  const { owner } = await engine.look(id);
  return owner === undefined
    ? `Run ${id} stands still: nobody drives it now, and every weight stays where it is. Go on with "penstock resume ${id}${output.where}".`
    : `Run ${id} is driven by ${owner} now; this process has let go of it and does nothing more.`;
}

function answer(
  engine: Engine,
  id: string,
  { kind, path }: ChoiceView,
  option: string,
): ReturnType<typeof makeChoice> {
  const comment = undefined;
  const action = ACTIONS.find((each) => each === option);
  if (kind === 'choice' || action === undefined) {
    return makeChoice(engine, id, { option, path, comment });
  }
  return intervene(engine, id, { step: path, action, comment });
}

/** Nobody can press a key here: the line says what to type elsewhere. */
function tellQuestions(
  id: string,
  events: readonly ExecutionEvent[],
  view: () => RunView,
  output: Output,
): void {
  for (const event of events) {
    if (event.type === 'WaitOpened' && event.wait.ends.kind === 'inputs') {
      const wait = view().waits.find(({ path }) => path === event.path);
      if (wait !== undefined) output.note(giveLine(id, wait, output.where));
    }
    if (event.type !== 'ChoiceOpened' && event.type !== 'InterventionOpened') continue;
    const asked = view().choices.find(({ path }) => path === event.path);
    if (asked !== undefined) output.note(answerLine(id, asked, output.where));
  }
}
