// `penstock status`: where a run and its traffic stand, from the journal.
import { openEngine } from '../../app/engine.ts';
import { Refusal } from '../../app/refusal.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { journalLine } from '../../view/journal-line.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import { sentence } from '../../view/sentence.ts';
import { stepNames } from '../../view/step-names.ts';
import { EXIT } from '../exit-code.ts';
import { drawFrame } from '../ladder/frame.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export async function status(
  execution: string,
  stateFolder: string,
  output: Output,
): Promise<number> {
  const engine = openEngine(existingStateFolder(stateFolder));
  try {
    const look = await engine.look(execution);
    const { plan, events, owner, goneOwner } = look;
    const view = buildRunView(plan, events, await nowOf(events));
    const nameOf = stepNames(plan);
    const lines = events.flatMap((event) => journalLine(event, nameOf) ?? []);
    const title = `${view.pipeline}  run ${execution}`;
    for (const line of drawFrame(
      { title, columns: output.columns(), view, lines, footer: [], keys: [] },
      output.paint,
    ))
      output.say(line);
    if (view.end === undefined) output.say(`\n${whoDrives(execution, look, output.where)}`);
    output.result({
      ...resultJson(buildRunResult(execution, events)),
      sentence: sentence(view),
      isDriven: owner !== undefined,
      driver: owner ?? null,
      goneDriver: goneOwner ?? null,
      gates: view.gates as unknown as never,
    });
    return EXIT.Success;
  } finally {
    await engine.close();
  }
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
