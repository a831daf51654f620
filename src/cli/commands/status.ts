// `penstock status`: where a run and its traffic stand, from the journal.
import { openEngine } from '../../app/engine.ts';
import { resourceText } from '../../app/queue/behind.ts';
import { type QueuedRun, queuedRuns } from '../../app/queue/queued-runs.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOrLast } from '../../app/world.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { stageLabels } from '../../view/deploying-stages.ts';
import { journalLine } from '../../view/journal-line.ts';
import { buildRunResult, resultJson } from '../../view/run-result.ts';
import { sentence } from '../../view/sentence.ts';
import { stepNames } from '../../view/step-names.ts';
import { answerLine, giveLine } from '../answers.ts';
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
    const view = buildRunView(plan, events, (await clockOrLast(events)).now());
    const nameOf = stepNames(plan);
    const stageOf = stageLabels(plan);
    const lines = events.flatMap((event) => journalLine(event, nameOf, stageOf) ?? []);
    const title = `${view.pipeline}  run ${execution}`;
    for (const line of drawFrame(
      { title, columns: output.columns(), view, lines, footer: [], keys: [] },
      output.paint,
    ))
      output.say(line);
    for (const choice of view.choices) {
      output.say(`\n${answerLine(execution, choice, output.where)}`);
    }
    for (const wait of view.waits.filter(({ asks }) => asks.length > 0)) {
      output.say(`\n${giveLine(execution, wait, output.where)}`);
    }
    if (view.end === undefined) output.say(`\n${whoDrives(execution, look, output.where)}`);
    const holds = await engine.journal.holds(execution);
    const queued = await queuedRuns(engine.journal, execution);
    if (view.end !== undefined && holds.length > 0) {
      output.say(
        `\nIt keeps ${holds.length} rules and groups to itself until "penstock resolve ${execution}${output.where}".`,
      );
    }
    if (queued.length > 0) output.say(`\n${waitingText(queued)}`);
    output.result({
      ...resultJson(buildRunResult(execution, events)),
      sentence: sentence(view),
      paused: (view.paused ?? null) as unknown as never,
      isDriven: owner !== undefined,
      driver: owner ?? null,
      goneDriver: goneOwner ?? null,
      gates: view.gates as unknown as never,
      asks: view.waits.filter(({ asks }) => asks.length > 0) as unknown as never,
      choices: view.choices as unknown as never,
      holds: holds.map(resourceText),
      queued: queued.map((each) => ({ ...each })),
    });
    return EXIT.Success;
  } finally {
    await engine.close();
  }
}

function waitingText(queued: readonly QueuedRun[]): string {
  const runs = queued.map(({ pipeline, process }) => `${pipeline} (${process})`).join(', ');
  return `${queued.length === 1 ? '1 run waits' : `${queued.length} runs wait`} behind it: ${runs}.`;
}
