// Starts a run at the command line: at once, after waiting in the queue, or not at all.
import type { Engine } from '../app/engine.ts';
import { currentPerson } from '../app/person.ts';
import type { PreparedRun } from '../app/prepare-run.ts';
import { behindText } from '../app/queue/behind.ts';
import { Refusal } from '../app/refusal.ts';
import type { Clock } from '../lib/clock.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Output } from './output.ts';
import { openWaitingLine } from './waiting-line.ts';

export interface StartAtTerminal {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly run: PreparedRun;
  prepare(): Promise<PreparedRun>;
  /** How long it may wait; undefined is for ever. */
  readonly waitMs: number | undefined;
}

export interface StartedRun {
  readonly id: string;
  readonly run: PreparedRun;
}

/** Throws `Refusal` when it waited long enough; undefined when the person has left the queue. */
export async function startInTurn(
  { engine, clock, run, prepare, waitMs }: StartAtTerminal,
  output: Output,
): Promise<StartedRun | undefined> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const line = openWaitingLine(output);
  try {
    const turn = await engine.startInTurn({
      run,
      prepare,
      clock,
      startedBy: currentPerson([]).name,
      waitMs,
      letGo: stop.signal,
      onBehind: (behind) => line.tell(behind),
    });
    line.close();
    if (turn.status === 'left') return tellLeft(output);
    if (turn.status === 'late') {
      throw new Refusal(
        'usage',
        `It has waited ${formatDuration(waitMs ?? 0)} behind ${behindText(turn.behind, output.where)} It has left the queue: nothing was started, and no traffic was moved.`,
      );
    }
    if (turn.hasWaited) tellTurn(turn.id, turn.changes, output);
    return { id: turn.id, run: turn.run };
  } finally {
    line.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function tellTurn(execution: string, changes: readonly string[], output: Output): void {
  const message =
    changes.length === 0
      ? `Its turn has come: it starts as run ${execution}.`
      : `Its turn has come: it starts as run ${execution}. Since it queued, what it does has changed:`;
  output.say(message);
  for (const change of changes) output.say(`  ${change}`);
  output.result({ status: 'Turn', execution, changes, message });
}

function tellLeft(output: Output): undefined {
  const message = 'It has left the queue. Nothing was started, and no traffic was moved.';
  output.say(message);
  output.result({ status: 'Left', message });
}
