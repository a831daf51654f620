// The commands that look at runs of a server: list, status, logs.
import type { Answer } from '../../api/client.ts';
import { follow } from '../../api/follow.ts';
import type { RunInList } from '../../api/schemas/run-parts.ts';
import { createSystemClock } from '../../app/system-clock.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import type { Plan } from '../../plan/plan.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { stageLabels } from '../../view/deploying-stages.ts';
import { journalLine } from '../../view/journal-line.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import { stepNames } from '../../view/step-names.ts';
import { answerLine } from '../answers.ts';
import { EXIT } from '../exit-code.ts';
import { drawFrame } from '../ladder/frame.ts';
import { padEnd } from '../ladder/paint.ts';
import type { Output } from '../output.ts';
import { asked, type Connection } from './connection.ts';
import { clockThere } from './watch-remote.ts';

export async function listRemote({ client, project }: Connection, output: Output): Promise<number> {
  const runs: RunInList[] = [];
  for (let cursor: string | undefined, isMore = true; isMore; ) {
    const query = cursor === undefined ? {} : { cursor };
    const page = await asked(client.call('listRuns', { params: { project }, query }));
    runs.push(...page.items);
    cursor = page.next ?? undefined;
    isMore = cursor !== undefined;
  }
  if (runs.length === 0) {
    output.say('No execution yet. Start one with "penstock run PIPELINE --on twin".');
  }
  for (const { run, startedAt, status, pipeline, sentence } of runs) {
    const started = `${new Date(startedAt).toISOString().slice(0, 19)}Z`;
    output.say(`${padEnd(run, 5)}${started}  ${padEnd(status, 11)}${pipeline}: ${sentence}`);
  }
  output.result(runs as unknown as Json);
  return EXIT.Success;
}

export async function statusRemote(
  connection: Connection,
  run: string,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const params = { project, run };
  const plan = (await asked(client.call('readFrozenPlan', { params }))) as unknown as Plan;
  const events = await allEvents(connection, run);
  const page = await asked(client.call('readRun', { params }));
  const view = buildRunView(plan, events, (await clockThere(connection, run)).now());
  const nameOf = stepNames(plan);
  const stageOf = stageLabels(plan);
  const lines = events.flatMap((event) => journalLine(event, nameOf, stageOf) ?? []);
  const title = `${view.pipeline}  run ${run}`;
  const picture = { title, columns: output.columns(), view, lines, footer: [], keys: [] };
  for (const line of drawFrame(picture, output.paint)) output.say(line);
  for (const choice of view.choices) output.say(`\n${answerLine(run, choice, output.where)}`);
  if (view.end === undefined) {
    const driver = page.driver ?? 'Nobody';
    output.say(`\n${driver} drives run ${run}.`);
  }
  output.result({
    ...resultJson(buildRunResult(run, events)),
    sentence: page.sentence,
    isDriven: page.driver !== null,
    driver: page.driver,
    gates: page.gates as unknown as Json,
    choices: page.choices as unknown as Json,
    holds: page.holds,
  });
  return EXIT.Success;
}

async function allEvents(
  { client, project }: Connection,
  run: string,
): Promise<readonly ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  for (;;) {
    const query = { from: events.length };
    const part = await asked(client.call('listEvents', { params: { project, run }, query }));
    events.push(...(part.events as unknown as readonly ExecutionEvent[]));
    if (part.next === null) return events;
  }
}

export interface RemoteLogs {
  readonly run: string;
  /** Only steps whose path contains this. */
  readonly step: string | undefined;
}

export async function logsRemote(
  connection: Connection,
  { run, step }: RemoteLogs,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const params = { project, run };
  const all = await asked(client.call('listLogs', { params }));
  const wanted = all.filter((log) => step === undefined || log.step.includes(step));
  if (wanted.length === 0) output.say('No step has written a log yet.');
  const shown: { step: string; text: string }[] = [];
  for (const log of wanted) {
    const name = `${log.step}.${log.attempt}`;
    output.say(output.paint.strong(name));
    const lines: string[] = [];
    for (let from: number | null = 1; from !== null; ) {
      const query: object = { step: log.step, attempt: log.attempt, from };
      const part: LogPart = await asked(client.call('readLog', { params, query }));
      lines.push(...part.lines.map(({ text }) => text));
      from = part.next;
    }
    for (const line of lines) output.say(line);
    shown.push({ step: name, text: lines.map((line) => `${line}\n`).join('') });
  }
  output.result(shown as unknown as Json);
  return EXIT.Success;
}

type LogPart = Answer<'readLog'>;

/** From the beginning, and on until the run has ended or the reader has had enough. */
export async function followLogsRemote(
  connection: Connection,
  wanted: RemoteLogs,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const params = { project, run: wanted.run };
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const following = new Map<string, Promise<void>>();
  const followNew = async (): Promise<void> => {
    for (const { step, attempt } of await asked(client.call('listLogs', { params }))) {
      const key = `${step}.${attempt}`;
      if (following.has(key) || !step.includes(wanted.step ?? '')) continue;
      following.set(key, followOne(connection, wanted.run, { step, attempt }, stop.signal, output));
    }
  };
  try {
    // A log begins with an event of its step, so each event is a moment to look for new ones.
    for await (const { data } of follow(client, 'followEvents', {
      params,
      signal: stop.signal,
      clock: createSystemClock(),
    })) {
      const event = data as unknown as ExecutionEvent;
      if (event.type === 'AttemptStarted' || event.type === 'AttemptFinished') await followNew();
      if (event.type === 'ExecutionFinished') break;
    }
    await followNew();
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    stop.abort();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await Promise.allSettled(following.values());
  }
  return EXIT.Success;
}

async function followOne(
  { client, project }: Connection,
  run: string,
  query: { readonly step: string; readonly attempt: number },
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const step = `${query.step}.${query.attempt}`;
  const params = { project, run };
  for await (const { data } of follow(client, 'followLog', {
    params,
    query,
    signal,
    clock: createSystemClock(),
  })) {
    for (const { text } of data.lines) {
      output.say(`${output.paint.strong(step)}  ${text}`);
      output.result({ step, line: text });
    }
  }
}
