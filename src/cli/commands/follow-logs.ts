// `penstock logs --follow`: what the steps of an execution write, while they write it, until the run has ended.
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../app/engine.ts';
import { createLogFollower, type LogLine } from '../../app/log-follower.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface FollowLogsRequest {
  readonly execution: string;
  /** Only steps whose path contains this. */
  readonly step: string | undefined;
  readonly stateFolder: string;
}

const LOOK_MS = 150;

export async function followLogs(request: FollowLogsRequest, output: Output): Promise<number> {
  const { execution } = request;
  const state = existingStateFolder(request.stateFolder);
  const engine = openEngine(state);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const show = createShow(output);
  try {
    const look = await engine.look(execution);
    const isOver = async (): Promise<boolean> =>
      (await engine.journal.row(execution))?.phase === 'done';
    if (look.owner === undefined && !(await isOver())) {
      output.note(whoDrives(execution, look, output.where));
    }
    const follower = createLogFollower(state.logs, execution, request.step);
    // Asked before the look at the logs: what a step writes, it writes before its end is recorded.
    while (!(await isOver()) && !stop.signal.aborted) {
      for (const line of follower.read()) show(line);
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    for (const line of stop.signal.aborted ? follower.read() : follower.finish()) show(line);
    return EXIT.Success;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await engine.close();
  }
}

/** A heading whenever the lines come from another step than before. */
function createShow(output: Output): (line: LogLine) => void {
  let heading = '';
  return ({ step, line }) => {
    if (step !== heading) output.say(output.paint.strong(step));
    heading = step;
    output.say(line);
    output.result({ step, line });
  };
}
