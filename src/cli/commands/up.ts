// `penstock up`: the control room as one process that serves pages and API and drives runs, until it is told to stop.
import { join } from 'node:path';
import { destination } from 'pino';
import { Refusal } from '../../app/refusal.ts';
import { openStateFolder, type StateFolder } from '../../app/state-folder.ts';
import { createSystemClock } from '../../app/system-clock.ts';
import { preparePages } from '../../server/build-pages.ts';
import type { ServedProject } from '../../server/control-room.ts';
import { type Pages, readPages } from '../../server/http/pages.ts';
import { createServerLog } from '../../server/observability/server-log.ts';
import { type OpenControlRoom, openControlRoom } from '../../server/open-control-room.ts';
import { refuseOpenAbroad } from '../../server/people/loopback.ts';
import { servedProjects } from '../../server/served-projects.ts';
import { NO_SERVER_SETTINGS, readServerSettings } from '../../server/server-settings.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface UpRequest {
  /** Each as `[NAME=]DIR`. */
  readonly projects: readonly string[];
  readonly stateFolder: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly openOnLoopback: boolean;
  readonly settingsFile: string | undefined;
  readonly hasPages: boolean;
}

const PACKAGE = join(import.meta.dirname, '../../..');

export async function up(request: UpRequest, output: Output): Promise<number> {
  refuseOpenAbroad(request);
  const projects = servedProjects(request.projects);
  const settings =
    request.settingsFile === undefined
      ? NO_SERVER_SETTINGS
      : readServerSettings(request.settingsFile, process.env);
  const state = openStateFolder(request.stateFolder);
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const pages = request.hasPages ? await pagesFor(output) : undefined;
  const { host, port, publicUrl, openOnLoopback } = request;
  const log = openLog(state);
  const room = await openControlRoom({
    state,
    projects,
    people: { openOnLoopback, oidc: settings.oidc },
    host,
    port,
    ...(publicUrl !== undefined && { publicUrl }),
    trustedProxies: settings.trustedProxies,
    pages,
    log: createServerLog(log),
    environment: process.env,
    onLost() {
      output.note("Another server has taken this one's place on the state folder; this one ends.");
      stop.abort();
    },
  }).catch((error: unknown) => {
    throw addressRefusal(error, request) ?? error;
  });
  try {
    tell(room, request, projects, output);
    await stopped;
    output.say('Ending: what is driven is let go of, and goes on at the next start.');
  } finally {
    await room.close();
    log.flushSync();
  }
  return EXIT.Success;
}

/** Made where they are missing; the server works without them. */
export async function pagesFor(output: Output): Promise<Pages | undefined> {
  const clock = createSystemClock();
  return readPages(await preparePages({ root: PACKAGE, clock, say: output.note }));
}

type LogFile = ReturnType<typeof destination>;

/** For machines and for whoever looks for a defect; people see the pages. */
export function openLog(state: StateFolder): LogFile {
  return destination({
    dest: join(state.logs, 'server.log'),
    append: true,
    sync: true,
    mkdir: true,
  });
}

function tell(
  room: OpenControlRoom,
  request: UpRequest,
  projects: readonly ServedProject[],
  output: Output,
): void {
  const url = request.publicUrl ?? room.url;
  output.say(`The control room is up at ${url}`);
  for (const { name, folder } of projects) output.say(`  ${name}  ${folder}`);
  output.say(`It drives every run of ${projects.length === 1 ? 'it' : 'them'} that nobody drives.`);
  if (room.firstLink !== undefined) {
    output.say('Nobody can sign in yet. Who opens this link becomes the administrator, once:');
    output.say(`  ${room.firstLink}`);
  }
  if (request.openOnLoopback) {
    output.say('Everybody on this machine may do everything (--open-on-loopback).');
  }
  output.say('Ctrl-C ends it; no run ends by that.');
  output.result({
    status: 'Up',
    url,
    firstLink: room.firstLink ?? null,
    projects: projects.map(({ id, name, folder }) => ({ project: id, name, folder })),
  });
}

function addressRefusal(error: unknown, { host, port }: UpRequest): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'EADDRINUSE') {
    return new Refusal(
      'usage',
      `Something listens at ${host}:${port} already. End it, or take another port with --port. Nothing was started.`,
      { cause: error },
    );
  }
  if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EACCES') return undefined;
  const why = `This machine cannot listen at ${host}:${port} (${error.code}). Nothing was started.`;
  return new Refusal('usage', why, { cause: error });
}
