// Drives one run in the server's process: opens it as its project is now, takes it, and lets go as soon as it only waits.
import type { Engine } from '../../app/engine.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { Refusal } from '../../app/refusal.ts';
import { reopenRun } from '../../app/reopen-run.ts';
import { worldKey } from '../../app/world-key.ts';
import type { KnownRuns } from '../runs/known-runs.ts';
import type { WorldClocks } from '../runs/world-clocks.ts';
import type { DriveOne } from './driver.ts';

export interface DriveParts {
  readonly engine: Engine;
  readonly known: KnownRuns;
  readonly clocks: WorldClocks;
}

/** A project may have changed since a run was opened; and what was opened takes memory. */
const KEEP_MS = 300_000;
const KEEP_MOST = 50;

export function createDriveRun({ engine, known, clocks }: DriveParts): DriveOne {
  const opened = keepSome();
  return async (run, prepared, letGo, onTaken) => {
    const fresh = prepared ?? opened.take(run) ?? (await open(run));
    if (fresh === undefined) return;
    const clock = await clocks.of(fresh.world);
    if (clock === undefined) throw new Refusal('unreachable', silent(fresh));
    const claim = await engine.take(run, clock);
    if (claim === undefined) return;
    onTaken();
    const result = await engine.drive({
      id: run,
      claim,
      run: fresh,
      clock,
      letGo,
      adoptUnmanaged: false,
      parkWhenIdle: true,
      onEvents: () => undefined,
    });
    if (result.status === 'parked') opened.keep(run, fresh);
  };

  /** Undefined when somebody else was faster. */
  async function open(run: string): Promise<PreparedRun | undefined> {
    const look = await engine.look(run);
    if (look.owner !== undefined) return undefined;
    await refuseOtherTwin(engine, run);
    return await reopenRun(run, look, (await known.of(run))?.project?.folder);
  }
}

/** Another twin at the same address holds other groups under other ids: the run is none of its business. */
async function refuseOtherTwin({ journal }: Engine, run: string): Promise<void> {
  const [held] = await journal.holds(run);
  const [started] = await journal.read(run, 0, 1);
  if (held === undefined || started?.type !== 'ExecutionStarted') return;
  const { world } = started;
  if (world.kind !== 'twin' || (await worldKey(world)) === held.world) return;
  throw new Refusal(
    'unreachable',
    `The twin at ${world.url} is another one than that of run ${run}, whose world is gone: the run cannot go on. Nothing was done.`,
  );
}

function silent({ world }: PreparedRun): string {
  const where = world.kind === 'twin' ? `The twin at ${world.url}` : 'The world of this run';
  return `${where} does not answer, and a rehearsal whose twin is gone cannot go on. Nothing was done.`;
}

function keepSome(): {
  take(run: string): PreparedRun | undefined;
  keep(run: string, prepared: PreparedRun): void;
} {
  const kept = new Map<string, { readonly at: number; readonly prepared: PreparedRun }>();
  return {
    take(run) {
      const found = kept.get(run);
      kept.delete(run);
      const isFresh = found !== undefined && performance.now() - found.at < KEEP_MS;
      return isFresh ? found.prepared : undefined;
    },
    keep(run, prepared) {
      kept.set(run, { at: performance.now(), prepared });
      const [oldest] = kept.keys();
      if (kept.size > KEEP_MOST && oldest !== undefined) kept.delete(oldest);
    },
  };
}
