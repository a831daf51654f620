// Watches a run of a server to its end: the same ladder and lines as at home, from the journal as it comes over the wire.
import { follow } from '../../api/follow.ts';
import { warmBlues } from '../../app/follow-up/warm-blue.ts';
import { createScaledClock } from '../../app/scaled-clock.ts';
import { createSystemClock } from '../../app/system-clock.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { hasEnded } from '../../execution/has-ended.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Review } from '../../traffic/facts.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import { EXIT } from '../exit-code.ts';
import { listenForKeys } from '../keys.ts';
import { drawEnding } from '../ladder/ending.ts';
import { padStart } from '../ladder/paint.ts';
import { warmBlueRows } from '../ladder/warm-blue.ts';
import type { Output } from '../output.ts';
import { type Watch, watchRun } from '../watch-run.ts';
import { asked, type Connection } from './connection.ts';

export interface RemoteWatch {
  readonly run: string;
  /** The place in the journal of the first event that is told. */
  readonly from: number;
  /** Whether every event is printed as JSON, as "status --watch" does, or only the end, as "run" does. */
  readonly tellsEvents: boolean;
}

export async function watchRemote(
  connection: Connection,
  { run, from, tellsEvents }: RemoteWatch,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const params = { project, run };
  const plan = (await asked(client.call('readFrozenPlan', { params }))) as unknown as Plan;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  const watch = watchRun({
    title: `${plan.pipeline.name}  run ${run}`,
    plan,
    clock: await clockThere(connection, run),
    output,
    footer: () => [],
    review: async (_, opened) => (await reviewThere(connection, run, watch)) ?? opened,
    tell: (event, seq, line) => {
      if (seq < from) return;
      if (tellsEvents) output.result({ seq, ...(event as unknown as JsonObject) });
      if (line !== undefined) sayLine(`${padStart(String(seq), 5)}  ${line}`, output);
    },
  });
  const endKeys = listenForKeys((key) => {
    if (key === 'interrupt' || key === 'q') interrupt();
    if (key === 'a') decide(connection, run, watch, 'approve', output);
    if (key === 'x') decide(connection, run, watch, 'reject', output);
  });
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    for await (const { data } of follow(client, 'followEvents', {
      params,
      signal: stop.signal,
      clock: createSystemClock(),
    })) {
      watch.add([data as unknown as ExecutionEvent]);
      if (hasEnded(watch.events)) break;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    endKeys();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    watch.close();
  }
  return tellEnd(run, plan, watch.events, output);
}

/** The clock of the run as the server tells it, which may go faster than the wall. */
export async function clockThere({ client, project }: Connection, run: string): Promise<Clock> {
  const page = await asked(client.call('readRun', { params: { project, run } }));
  if (page.endedAt !== null) {
    const endedAt = page.endedAt;
    return { now: () => endedAt, after: () => () => undefined };
  }
  return createScaledClock({ originAt: page.now, realOriginAt: Date.now(), speed: page.speed });
}

async function reviewThere(
  { client, project }: Connection,
  run: string,
  watch: Watch,
): Promise<Review | null> {
  const gate = watch.shownGate() ?? '';
  const review = await client.call('readReview', { params: { project, run }, query: { gate } });
  return review as unknown as Review | null;
}

function decide(
  { client, project }: Connection,
  run: string,
  watch: Watch,
  decision: 'approve' | 'reject',
  output: Output,
): void {
  const gate = watch.shownGate();
  if (gate === undefined) return;
  const body = { decision, gate };
  asked(client.call('decideGate', { params: { project, run }, body })).catch((error: unknown) =>
    output.note(error instanceof Error ? error.message : String(error)),
  );
}

function sayLine(text: string, output: Output): void {
  if (output.isJson) output.note(text);
  else output.say(text);
}

function tellEnd(
  run: string,
  plan: Plan,
  events: readonly ExecutionEvent[],
  output: Output,
): number {
  const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
  if (view.end === undefined) {
    output.note(
      `Watching ended; the run goes on at the server. Go on with "penstock status ${run} --watch --from ${events.length}${output.where}".`,
    );
    return EXIT.Failed;
  }
  const { where } = output;
  const warm = warmBlues(plan, events);
  const more = warmBlueRows(warm, run, view.now, where);
  const ending = { execution: run, view, more, columns: output.columns(), where };
  for (const line of drawEnding(ending, output.paint)) output.say(line);
  output.result({ ...resultJson(buildRunResult(run, events)), warm: warm as unknown as Json });
  return EXIT[view.end];
}
