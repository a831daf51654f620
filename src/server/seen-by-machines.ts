// What follows of every new event of every journal: figures, traces of ended runs, and webhooks.
import { sha256 } from '../app/hash.ts';
import type { Seal } from '../app/seal.ts';
import type { ControlRoom, ServedProject } from './control-room.ts';
import { followJournals, type Grown } from './journal-tail.ts';
import type { RunRows } from './live/run-rows.ts';
import type { ServerLog } from './observability/server-log.ts';
import type { ServerMetrics } from './observability/server-metrics.ts';
import { createTraceExport, traceSettings } from './observability/trace-export.ts';
import { traceOf } from './observability/trace-of.ts';
import { projectOfFolder } from './runs/known-runs.ts';
import { announce } from './webhooks/announce.ts';
import { type Postman, startPostman } from './webhooks/postman.ts';

export interface SeenByMachines {
  close(): Promise<void>;
}

export interface MachineParts {
  readonly room: Pick<ControlRoom, 'engine' | 'database' | 'clock' | 'projects'>;
  readonly rows: RunRows;
  readonly postman: Postman;
  readonly metrics: ServerMetrics;
  readonly log: ServerLog;
  readonly environment: NodeJS.ProcessEnv;
  /** The address of a run's page, for whoever is told of the run. */
  pageOf(project: string, run: string): string;
}

export function openPostman(
  { database, clock, random }: Pick<ControlRoom, 'database' | 'clock' | 'random'>,
  seal: Seal,
  metrics: ServerMetrics,
  log: ServerLog,
): Postman {
  const chance = (): number => Buffer.from(random(4)).readUInt32LE() / 2 ** 32;
  const onDefect = (error: unknown): void => log.error('webhooks could not be told', error);
  return startPostman({ database, seal, clock, chance, onTried: metrics.onDelivery, onDefect });
}

/** From where the last server has ended. */
export function tellMachines(parts: MachineParts): SeenByMachines {
  const { room, postman, metrics, log, environment } = parts;
  const settings = traceSettings(environment);
  const traces =
    settings &&
    createTraceExport(settings, (why) => log.warn('a trace could not be sent', { why }));
  const projectOf = ({ events: [started] }: Grown): ServedProject | undefined =>
    started?.type === 'ExecutionStarted'
      ? projectOfFolder(started.folder, room.projects)
      : undefined;
  const tail = followJournals({
    journal: { ...room.engine.journal, list: parts.rows },
    database: room.database,
    clock: room.clock,
    keep(grown) {
      const project = projectOf(grown)?.id;
      if (project === undefined) return;
      announce(room.database, grown, project, parts.pageOf(project, grown.run), room.clock.now());
    },
    tell(grown) {
      metrics.onGrown(grown);
      postman.wake();
      const { run, plan, events, from } = grown;
      const hasEnded = events.slice(from).some(({ type }) => type === 'ExecutionFinished');
      const [started] = events;
      if (!hasEnded || traces === undefined || started?.type !== 'ExecutionStarted') return;
      const project = projectOf(grown)?.id ?? '';
      traces.send(traceOf({ project, run, plan, events, hash: sha256 }), started.world.kind);
    },
    onError: (run, error) => log.error('a journal could not be followed', error, { run }),
  });
  return {
    async close() {
      await tail.close();
      await traces?.close();
    },
  };
}
