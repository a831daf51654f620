// A server of the tests: its own database in a temporary folder, real people, on a free port of loopback.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteName } from '../../src/api/route-paths.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createServer, type ServerOptions } from '../../src/server/create-server.ts';
import type { Handlers } from '../../src/server/handler.ts';
import { openPeople, type People } from '../../src/server/people/open-people.ts';
import type { ScryptCost } from '../../src/server/people/passwords.ts';
import type { PeopleSettings } from '../../src/server/people/people-settings.ts';
import { type PeopleStore, peopleStoreIn } from '../../src/server/people/people-store.ts';
import type { Database } from '../../src/server/store/database.ts';
import { openDatabase } from '../../src/server/store/open-database.ts';

export interface StartedServer {
  readonly url: string;
  readonly port: number;
  /** Of its database. */
  readonly folder: string;
  readonly database: Database;
  readonly people: People;
  /** The same people by their tables, to make some. */
  readonly store: PeopleStore;
  /** What the server calls a defect of its own. */
  readonly defects: readonly unknown[];
  readonly streams: () => number;
  close(): Promise<void>;
}

export interface StartedWith {
  readonly handlers?: Partial<Handlers<RouteName>>;
  readonly options?: Partial<ServerOptions>;
  /** Everybody on loopback has all rights, unless false. */
  readonly isOpen?: boolean;
  readonly oidc?: PeopleSettings['oidc'];
  readonly passwordCost?: ScryptCost;
  readonly clock?: Clock;
  /** Another server's, to be one that starts after it. */
  readonly folder?: string;
}

const PROJECTS = [
  { id: 'shop', name: 'Shop', folder: '/srv/shop' },
  { id: 'bank', name: 'Bank', folder: '/srv/bank' },
];

export async function startServer(given: StartedWith = {}): Promise<StartedServer> {
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'penstock-server-'));
  const database = openDatabase(join(folder, 'control-room.sqlite'));
  const clock = given.clock ?? createSystemClock();
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const room = { database, clock, random, projects: PROJECTS };
  const settings = { openOnLoopback: given.isOpen !== false, oidc: given.oidc ?? [] };
  const people = openPeople(room, settings, given.passwordCost ?? { N: 16, r: 1, p: 1 });
  const defects: unknown[] = [];
  const server = await createServer(room, { ...people.handlers, ...given.handlers }, people.guard, {
    port: 0,
    browserRoutes: people.browserRoutes,
    onDefect: (error) => defects.push(error),
    ...given.options,
  });
  return {
    ...{
      url: server.url,
      port: Number(new URL(server.url).port),
      folder,
      database,
      people,
      defects,
    },
    store: peopleStoreIn(room, settings),
    streams: server.streams,
    async close() {
      await server.close();
      database.close();
      if (given.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
