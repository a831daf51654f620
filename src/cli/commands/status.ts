// `penstock status` and `penstock list`: what stands where, from the journal.
import { openEngine } from '../../app/engine.ts';
import { Refusal } from '../../app/refusal.ts';
import { openStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { journalLine } from '../../view/journal-line.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import type { RunView } from '../../view/run-view.ts';
import { sentence } from '../../view/sentence.ts';
import { stepNames } from '../../view/step-names.ts';
import { EXIT } from '../exit-code.ts';
import { drawFrame } from '../ladder/frame.ts';
import { padEnd } from '../ladder/paint.ts';
import type { Output } from '../output.ts';

export async function status(
  execution: string,
  stateFolder: string,
  output: Output,
): Promise<number> {
  const engine = openEngine(openStateFolder(stateFolder));
  try {
    const { plan, events, owner } = await engine.look(execution);
    const view = buildRunView(plan, events, await nowOf(events));
    const nameOf = stepNames(plan);
    const lines = events.flatMap((event) => journalLine(event, nameOf) ?? []);
    const title = `${view.pipeline}  run ${execution}`;
    const columns = output.columns();
    const frame = { title, columns, view, lines, footer: [], keys: [] };
    for (const line of drawFrame(frame, output.paint))
      output.say(line);
    if (standsStill(view, owner))
      output.say(`\nNobody drives this run now. Go on with "penstock resume ${execution}".`);
    output.result({
      ...resultJson(buildRunResult(execution, events)),
      sentence: sentence(view),
      isDriven: owner !== undefined,
      gates: view.gates as unknown as never,
    });
    return EXIT.Success;
  } finally {
    await engine.close();
  }
}

export async function list(stateFolder: string, output: Output): Promise<number> {
  const engine = openEngine(openStateFolder(stateFolder));
  try {
    const rows = await engine.journal.list();
    const all = [];
    for (const row of rows) {
      const { plan, events, owner } = await engine.look(row.id);
      const view = buildRunView(plan, events, events.at(-1)?.at ?? 0);
      all.push({
        execution: row.id,
        pipeline: view.pipeline,
        status: view.end ?? 'Running',
        sentence: sentence(view),
        isDriven: owner !== undefined,
        startedAt: new Date(view.startedAt).toISOString(),
      });
    }
    if (all.length === 0)
      output.say('No execution yet. Start one with "penstock run PIPELINE --on twin".');
    for (const each of all) {
      output.say(
        `${padEnd(each.execution, 5)}${each.startedAt.slice(0, 19)}Z  ${padEnd(each.status, 11)}${each.pipeline}: ${each.sentence}`,
      );
    }
    output.result(all);
    return EXIT.Success;
  } finally {
    await engine.close();
  }
}

function standsStill(view: RunView, owner: string | undefined): boolean {
  return view.end === undefined && owner === undefined;
}

/** The time of the run's world; when that world is gone, the time of the last event. */
async function nowOf(events: readonly ExecutionEvent[]): Promise<number> {
  const [started] = events;
  const last = events.at(-1);
  if (started?.type !== 'ExecutionStarted' || last?.type === 'ExecutionFinished')
    return last?.at ?? 0;
  try {
    return (await clockOf(started.world)).now();
  } catch (error) {
    if (error instanceof Refusal) return last?.at ?? 0;
    throw error;
  }
}
