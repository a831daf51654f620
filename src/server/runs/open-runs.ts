// All that the server has of runs: what is known of them, who watches them, who drives them, and those that wait to start.
import { randomBytes } from 'node:crypto';
import { asRefusal } from '../../app/journal-refusal.ts';
import { thisOwner } from '../../app/owner.ts';
import { resourceText } from '../../app/queue/behind.ts';
import type { ControlRoom } from '../control-room.ts';
import { createDriveRun } from '../driver/drive-run.ts';
import { createDriver, type Driver } from '../driver/driver.ts';
import { type JournalWatch, watchJournal } from '../live/journal-watch.ts';
import { createListHub } from '../live/list-hub.ts';
import { createRunHub } from '../live/run-hub.ts';
import { createRunRows, type RunRows } from '../live/run-rows.ts';
import type { ServerLog } from '../observability/server-log.ts';
import type { Standing } from '../observability/server-metrics.ts';
import { createKnownRuns, type KnownRuns } from './known-runs.ts';
import { type DriverLook, driverNow } from './run-driver.ts';
import { createRunList } from './run-list.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSource, RunSurroundings } from './run-source.ts';
import { createRunSources } from './run-sources.ts';
import { createRunStarts } from './run-starts.ts';
import { createWorldClocks, type WorldClocks } from './world-clocks.ts';

export interface Runs {
  readonly parts: RunParts;
  standing(): Promise<Standing>;
  /** Ends all watching, and lets go of what is driven. */
  close(): Promise<void>;
}

export interface RunsOptions {
  readonly log: ServerLog;
  readonly isGone: (owner: string) => boolean;
}

export function openRuns(room: ControlRoom, options: RunsOptions): Runs {
  const { journal } = room.engine;
  const { log } = options;
  const known = createKnownRuns(journal, room.projects);
  const clocks = createWorldClocks();
  const sources = createRunSources(journal, known);
  const watch = watchJournal(room.engine.pulse());
  const { onChange: onJournalChange } = watch;
  const rowsPulse = room.engine.pulse();
  const rows = createRunRows(journal, rowsPulse);
  const driver = openDriver(room, options, { known, clocks, watch, rows });
  const look: DriverLook = {
    driver,
    owner: thisOwner(),
    wallNow: Date.now,
    nobodySince: new Map(),
  };
  const onDefect = unshown(log);
  const list = createRunList({ journal, known, sources, clocks, look, onDefect });
  const aroundOf = surroundings(room, { known, clocks, look });
  const hub = createRunHub({
    sourceOf: sources.of,
    aroundOf,
    onJournalChange,
    onDriverChange: driver.onChange,
    onDefect,
  });
  const listHub = createListHub({
    list: rows,
    lineOf: list.of,
    onJournalChange,
    onDriverChange: driver.onChange,
    onDefect: (error) => log.error('the list of runs could not be shown', error),
    life: randomBytes(6).toString('hex'),
  });
  const starts = createRunStarts({
    room,
    known,
    driver,
    onLost: ({ project, startedBy }, error) =>
      log.warn('a start that waited can be no more', { project, startedBy, why: String(error) }),
  });
  return {
    parts: {
      room,
      rows,
      known,
      sources,
      aroundOf,
      list,
      hub,
      listHub,
      onJournalChange,
      driver,
      starts,
    },
    standing: async () => {
      const watchers = hub.watchers() + listHub.watchers();
      return { ...(await countRuns(room, rows, look)), watchers };
    },
    async close() {
      hub.close();
      await listHub.close();
      await starts.stop();
      await driver.stop();
      watch.close();
      rowsPulse.close();
    },
  };
}

function unshown(log: ServerLog): (error: unknown, run: string) => void {
  return (error, run) => log.error('a run could not be shown', error, { run });
}

function openDriver(
  room: ControlRoom,
  { log, isGone }: RunsOptions,
  parts: {
    readonly known: KnownRuns;
    readonly clocks: WorldClocks;
    readonly watch: JournalWatch;
    readonly rows: RunRows;
  },
): Driver {
  const { known, clocks, watch, rows } = parts;
  return createDriver({
    rows,
    known,
    clocks,
    isGone,
    wallNow: Date.now,
    drive: createDriveRun({ engine: room.engine, known, clocks }),
    reasonOf: (error) => asRefusal(error)?.message,
    onDefect: (error, run) => log.error('a run could not be driven', error, { run }),
    onJournalChange: watch.onChange,
  });
}

/** What a page shows that does not stand in the journal. */
function surroundings(
  { engine }: ControlRoom,
  parts: {
    readonly known: KnownRuns;
    readonly clocks: WorldClocks;
    readonly look: DriverLook;
  },
): (source: RunSource) => Promise<RunSurroundings> {
  const { known, clocks, look } = parts;
  return async ({ run, fold }) => {
    const [row, of, holds] = await Promise.all([
      engine.journal.row(run),
      known.of(run),
      engine.journal.holds(run),
    ]);
    const hasEnded = fold.finished !== undefined;
    const clock = of === undefined || hasEnded ? undefined : await clocks.of(of.world);
    const driver = row === undefined ? { driver: null, standsStill: false } : driverNow(row, look);
    return {
      now: Math.max(clock?.now() ?? 0, fold.lastAt),
      speed: clock?.speed() ?? (hasEnded ? 1 : 0),
      driver,
      holds: holds.map(resourceText),
    };
  };
}

async function countRuns(
  { engine }: ControlRoom,
  allRows: RunRows,
  look: DriverLook,
): Promise<Omit<Standing, 'watchers'>> {
  const rows = (await allRows()).filter(({ phase }) => phase !== 'done');
  const parked = rows.filter(({ phase }) => phase === 'parked').length;
  const ready = rows.filter(({ phase }) => phase === 'ready').map((row) => driverNow(row, look));
  const standing = ready.filter(({ standsStill }) => standsStill).length;
  const queued = (await engine.journal.waiters()).length;
  return { driven: ready.length - standing, parked, standing, queued };
}
