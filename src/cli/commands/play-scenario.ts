// A scenario of the twin in words: a line for each happening when it happens, and one line of JSON for programs.
import { describeFault } from '../../app/twin/describe-fault.ts';
import {
  type Happened,
  playScenario,
  type ScenarioPlay,
} from '../../app/twin-scenario/play-scenario.ts';
import type { Happening } from '../../app/twin-scenario/scenario.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Output } from '../output.ts';

export type PlayedTwin = Omit<Parameters<typeof playScenario>[0], 'happenings' | 'happened'>;

export function play(
  twin: PlayedTwin,
  happenings: readonly Happening[],
  output: Output,
): ScenarioPlay {
  const count = happenings.length === 1 ? '1 happening' : `${happenings.length} happenings`;
  output.say(`The scenario has ${count}; its times are the twin's.`);
  const playing = playScenario({
    ...twin,
    happenings,
    happened(happened) {
      output.say(lineOf(happened));
      output.result(jsonOf(happened));
      if (playing.left() === 0) output.say('The scenario has happened; the twin stays up.');
    },
  });
  return playing;
}

function lineOf({ happening, afterMs, refused }: Happened): string {
  const { say, what } = happening;
  const done = what.kind === 'clear' ? 'all faults end' : describeFault(what.fault);
  const told = refused === undefined ? done : `${done}: could not happen. ${refused}`;
  return `  + ${formatDuration(afterMs)}  ${told}${say === '' ? '' : ` (${say})`}`;
}

function jsonOf({ happening, afterMs, refused }: Happened): JsonObject {
  const { say, what } = happening;
  return {
    happened: what.kind === 'clear' ? { clear: true } : { fault: what.fault },
    afterMs: Math.round(afterMs),
    ...(say === '' ? {} : { say }),
    ...(refused === undefined ? {} : { refused }),
  };
}
