// The clouds of runs, opened as whoever they began as: made anew every minute, for a project's connectors may change.
import type { Look } from '../../app/engine.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { reopenEnded } from '../../app/reopen-run.ts';
import type { ControlRoom } from '../control-room.ts';
import { createKeptReads } from './kept-reads.ts';

const KEPT_MS = 60_000;
const RUNS_MAX = 100;

/** Throws `Refusal` when it would act as somebody else than the run did, or the twin is gone. */
export type OpenRun = (run: string, look: Look, folder: string) => Promise<PreparedRun>;

export function createRunClouds({ clock, engine }: Pick<ControlRoom, 'clock' | 'engine'>): OpenRun {
  const keep = { freshMs: KEPT_MS, limit: RUNS_MAX, isStrict: true, now: () => clock.now() };
  const kept = createKeptReads<PreparedRun>(keep);
  return (run, look, folder) =>
    kept.read(run, async () => {
      const opened = await reopenEnded(run, look, folder);
      return { ...opened, clouds: engine.counted(opened.clouds) };
    });
}
