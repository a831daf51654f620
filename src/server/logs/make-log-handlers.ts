// The handlers of what steps write: which logs there are, lines of one, and one as it grows.
import { setTimeout as pause } from 'node:timers/promises';
import { stepNames } from '../../view/step-names.ts';
import type { ControlRoom } from '../control-room.ts';
import type { Answer, Message, Request } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { HandlersOf } from '../routes-of.ts';
import { createKnownRuns, type KnownRuns } from '../runs/known-runs.ts';
import { type LogFile, listLogFiles, readLogLines } from './log-files.ts';

const LOOK_EVERY_MS = 250;
const LINES_PER_MESSAGE = 1_000;

export const makeLogHandlers: HandlersOf<'listLogs' | 'readLog' | 'followLog'> = (room) => {
  const known = createKnownRuns(room.engine.journal, room.projects);
  return {
    async listLogs({ params }) {
      const { run } = await known.in(params.project, params.run);
      const name = stepNames((await room.engine.look(run)).plan);
      return listLogFiles(room.state.logs, run).map(({ step, attempt, bytes }) => ({
        step,
        name: name(step),
        attempt,
        bytes,
      }));
    },
    async readLog({ params, query }) {
      const { run } = await known.in(params.project, params.run);
      const log = logOf(room, run, query);
      if (log === undefined) throw noSuchLog(query);
      const { lines, next } = readLogLines(log, query);
      return { lines: [...lines], next };
    },
    followLog: (request) => follow(room, known, request),
  };
};

/** A log that nobody has begun yet is waited for. */
async function* follow(
  room: ControlRoom,
  known: KnownRuns,
  { params, query, signal, lastEventId }: Request<'followLog'>,
): AsyncGenerator<Message<Answer<'followLog'>>> {
  const { run } = await known.in(params.project, params.run);
  let next = 1 + numberOf(lastEventId);
  while (!signal.aborted) {
    const log = logOf(room, run, query);
    const wanted = { from: next, limit: LINES_PER_MESSAGE };
    const { lines } = log === undefined ? { lines: [] } : readLogLines(log, wanted, false);
    const last = lines.at(-1);
    if (last !== undefined) {
      next = last.number + 1;
      yield { id: String(last.number), data: { lines: [...lines] } };
    }
    if (lines.length < LINES_PER_MESSAGE) await pauseUnlessAborted(signal);
  }
}

function numberOf(lastEventId: string | undefined): number {
  return /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
}

async function pauseUnlessAborted(signal: AbortSignal): Promise<void> {
  try {
    await pause(LOOK_EVERY_MS, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

interface Wanted {
  readonly step: string;
  readonly attempt: number;
}

/** Looked up among those that are there: no text of a caller becomes a path. */
function logOf(
  { state }: ControlRoom,
  run: string,
  { step, attempt }: Wanted,
): LogFile | undefined {
  return listLogFiles(state.logs, run).find((log) => log.step === step && log.attempt === attempt);
}

function noSuchLog({ step, attempt }: Wanted): ProblemError {
  return new ProblemError(
    'not-found',
    `Attempt ${attempt} of the step "${step}" has written nothing. Look at which logs there are.`,
  );
}
