// Opens the control room: everything that a server shares and does, made in order, and ended in the opposite one.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Engine, openEngine } from '../app/engine.ts';
import { isGone } from '../app/owner.ts';
import { createSeal } from '../app/seal.ts';
import type { StateFolder } from '../app/state-folder.ts';
import { createSystemClock } from '../app/system-clock.ts';
import type { ControlRoom, ServedProject } from './control-room.ts';
import { createServer, type PenstockServer } from './create-server.ts';
import { handlersOf } from './handlers-of.ts';
import type { Pages } from './http/pages.ts';
import type { ServerLog } from './observability/server-log.ts';
import { createServerMetrics, type ServerMetrics } from './observability/server-metrics.ts';
import { becomeOnlyServer } from './one-server.ts';
import { openPeople, type People } from './people/open-people.ts';
import type { PeopleSettings } from './people/people-settings.ts';
import { openRuns, type Runs } from './runs/open-runs.ts';
import { openPostman, tellMachines } from './seen-by-machines.ts';
import { openDatabase } from './store/open-database.ts';

export interface ControlRoomOptions {
  readonly state: StateFolder;
  readonly projects: readonly ServedProject[];
  readonly people: PeopleSettings;
  /** Of somebody who drives a run in this process already, and closes it. */
  readonly engine?: Engine;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly publicUrl?: string;
  /** Addresses of proxies whose word on where a request came from is taken. */
  readonly trustedProxies?: readonly string[];
  readonly pages?: Pages | undefined;
  readonly log: ServerLog;
  readonly environment: NodeJS.ProcessEnv;
  /** Another server has taken its place: this one has to end. */
  onLost(): void;
}

export interface OpenControlRoom {
  readonly url: string;
  /** Where the first person becomes the administrator; undefined once there are people. */
  readonly firstLink: string | undefined;
  readonly runs: Runs;
  /** Lets go of all runs without ending one; they go on when a server starts again. */
  close(): Promise<void>;
}

/** Throws `Refusal` when there is a server on this state already. */
export async function openControlRoom(options: ControlRoomOptions): Promise<OpenControlRoom> {
  const ends = createEnds();
  try {
    return await open(options, ends);
  } catch (error) {
    await ends.all();
    throw error;
  }
}

async function open(options: ControlRoomOptions, ends: Ends): Promise<OpenControlRoom> {
  const { state, log, environment } = options;
  const database = openDatabase(join(state.path, 'control-room.sqlite'));
  ends.add(async () => database.close());
  const only = becomeOnlyServer(database, state, Date.now, options.onLost);
  ends.add(async () => only.release());
  // What is counted is asked for when everything is there.
  const metrics = createServerMetrics(() => runs.standing());
  const engine = options.engine ?? openEngine(state, { onCloudCall: metrics.onCloudCall });
  if (options.engine === undefined) ends.add(() => engine.close());
  const room: ControlRoom = {
    state,
    engine,
    database,
    projects: options.projects,
    clock: createSystemClock(),
    random: (bytes) => randomBytes(bytes),
  };
  const people = openPeople(room, options.people);
  const seal = createSeal(state.path);
  const postman = openPostman(room, seal, metrics, log);
  ends.add(() => postman.close());
  const runs: Runs = openRuns(room, { log, isGone });
  ends.add(() => runs.close());
  const handlers = handlersOf({ room, people, runs, seal, postman });
  const server = await listen(options, room, people, handlers, metrics);
  ends.add(() => server.close());
  only.tell(server.url);
  const base = options.publicUrl?.replace(/\/$/, '') ?? server.url;
  const pageOf = (project: string, run: string): string =>
    `${base}/projects/${project}/runs/${run}`;
  const machines = tellMachines({
    room,
    rows: runs.parts.rows,
    postman,
    metrics,
    log,
    environment,
    pageOf,
  });
  ends.add(() => machines.close());
  const first = options.people.openOnLoopback ? undefined : people.renewFirstLink();
  const firstLink = first === undefined ? undefined : `${base}${first}`;
  return { url: server.url, firstLink, runs, close: ends.all };
}

function listen(
  options: ControlRoomOptions,
  room: ControlRoom,
  { guard, browserRoutes }: People,
  handlers: Parameters<typeof createServer>[1],
  metrics: ServerMetrics,
): Promise<PenstockServer> {
  const { host, port, publicUrl, trustedProxies = [], pages, log } = options;
  return createServer(room, handlers, guard, {
    port,
    ...(host !== undefined && { host }),
    ...(publicUrl !== undefined && { publicUrl }),
    trustedProxies,
    ...(pages !== undefined && { pages }),
    browserRoutes,
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
    notReady: async () => {
      try {
        await room.engine.journal.row('1');
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    onServed(served) {
      if (!served.isStream) metrics.onRequest(served.route, served.status, served.durationMs);
      if (served.method !== 'GET' || served.status >= 500) log.info('served', served);
    },
    onDefect: (error, requestId) => log.error('a request met a defect', error, { requestId }),
  });
}

interface Ends {
  add(end: () => Promise<void>): void;
  /** The last one first, each once. */
  all(): Promise<void>;
}

function createEnds(): Ends {
  const ends: (() => Promise<void>)[] = [];
  return {
    add: (end) => void ends.push(end),
    async all() {
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
    },
  };
}
