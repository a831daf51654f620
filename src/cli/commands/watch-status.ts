// `penstock status --watch`: the live ladder of a run, whoever drives it, from any place of its journal to its end.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Engine, type Look, openEngine } from '../../app/engine.ts';
import { warmBlues } from '../../app/follow-up/warm-blue.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOrLast } from '../../app/world.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { hasEnded } from '../../execution/has-ended.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import { EXIT } from '../exit-code.ts';
import { listenForKeys } from '../keys.ts';
import { drawEnding } from '../ladder/ending.ts';
import { padStart } from '../ladder/paint.ts';
import { warmBlueRows } from '../ladder/warm-blue.ts';
import type { Output } from '../output.ts';
import { watchRun } from '../watch-run.ts';
import { whoDrives } from '../who-drives.ts';

export interface WatchStatusRequest {
  readonly execution: string;
  /** The place in the journal of the first event that is shown. */
  readonly from: number;
  readonly stateFolder: string;
}

const LOOK_MS = 150;
/** Who drives changes seldom, and asking reads the whole journal. */
const LOOKS_PER_OWNER = 20;

export async function watchStatus(request: WatchStatusRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const endKeys = listenForKeys((key) => {
    if (key === 'interrupt' || key === 'q') interrupt();
  });
  try {
    const look = await engine.look(request.execution);
    const events = await watchUntilEnd(engine, request, look, output, stop.signal);
    return tellEnd(request, look, events, output);
  } finally {
    endKeys();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await engine.close();
  }
}

/** Answers what was seen when the run has ended, or the watcher has had enough. */
async function watchUntilEnd(
  engine: Engine,
  { execution, from }: WatchStatusRequest,
  { plan, events }: Look,
  output: Output,
  stop: AbortSignal,
): Promise<readonly ExecutionEvent[]> {
  let driver = '';
  const watch = watchRun({
    title: `${plan.pipeline.name}  run ${execution}`,
    plan,
    clock: await clockOrLast(events),
    output,
    keys: [{ key: 'q', does: 'stop watching' }],
    footer: () => [driver],
    review: (_events, opened) => Promise.resolve(opened),
    tell: (event, seq, line) => {
      if (seq >= from) tellEvent(event, seq, line, output);
    },
  });
  try {
    for (let round = 0; ; round++) {
      const look = round % LOOKS_PER_OWNER === 0 ? await engine.look(execution) : undefined;
      const { length } = watch.events;
      watch.add(look?.events.slice(length) ?? (await engine.journal.read(execution, length)));
      if (stop.aborted || hasEnded(watch.events)) return watch.events;
      const drivenBy = look === undefined ? driver : whoDrives(execution, look, output.where);
      if (drivenBy !== driver && !output.isTerminal) output.note(drivenBy);
      driver = drivenBy;
      await sleep(LOOK_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  } finally {
    watch.close();
  }
}

/** The place goes first: whoever was cut off goes on from the next one. */
function tellEvent(
  event: ExecutionEvent,
  seq: number,
  line: string | undefined,
  output: Output,
): void {
  output.result({ seq, ...(event as unknown as JsonObject) });
  if (line !== undefined) output.say(`${padStart(String(seq), 5)}  ${line}`);
}

function tellEnd(
  { execution }: WatchStatusRequest,
  { plan }: Look,
  events: readonly ExecutionEvent[],
  output: Output,
): number {
  const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
  if (view.end === undefined) {
    output.note(
      `Watching ended; the run is not touched by that. Go on with "penstock status ${execution} --watch --from ${events.length}${output.where}".`,
    );
    return EXIT.Failed;
  }
  const { where } = output;
  const warm = warmBlues(plan, events);
  const more = warmBlueRows(warm, execution, view.now, where);
  const ending = { execution, view, more, columns: output.columns(), where };
  for (const line of drawEnding(ending, output.paint)) output.say(line);
  output.result({
    ...resultJson(buildRunResult(execution, events)),
    warm: warm as unknown as Json,
  });
  return EXIT[view.end];
}
