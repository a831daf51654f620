// A whole control room for the tests of the pages: a real twin of the example shop, a server that drives, and the built pages.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Client, createClient } from '../../src/api/client.ts';
import type { RunPage } from '../../src/api/schemas/run-page.ts';
import { openStateFolder } from '../../src/app/state-folder.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { createTwin, type EmbeddedTwin } from '../../src/app/twin/embedded-twin.ts';
import { preparePages } from '../../src/server/build-pages.ts';
import { readPages } from '../../src/server/http/pages.ts';
import { createServerLog } from '../../src/server/observability/server-log.ts';
import { openControlRoom } from '../../src/server/open-control-room.ts';
import type { PeopleSettings } from '../../src/server/people/people-settings.ts';
import { copyShop, type Shop } from '../cli/shop.ts';
import { eventually } from '../eventually.ts';

export const PROJECT = 'shop';
const WITHIN_MS = 60_000;
/** With a browser beside it the machine is busy: faster, its pauses would be minutes of the twin. */
const SPEED = 150;

export interface WebRoom extends AsyncDisposable {
  readonly url: string;
  readonly shop: Shop;
  readonly twin: EmbeddedTwin;
  /** Who may do everything. */
  readonly client: Client;
  /** Starts the shop's pipeline, or another one of its folder, and answers the run's id. */
  start(pipeline?: string): Promise<string>;
  read(run: string): Promise<RunPage>;
  /** Resolves when the run's page is as wanted. */
  reaches(run: string, what: string, wanted: (page: RunPage) => boolean): Promise<RunPage>;
  /** Makes somebody with a role in the project; they sign in by `signIn`. */
  newPerson(user: string, role: 'viewer' | 'operator' | 'approver' | 'admin'): Promise<void>;
  signIn(page: Page, user: string): Promise<void>;
  close(): Promise<void>;
}

export interface WebRoomOptions {
  /** Everybody on loopback may do everything; else people sign in. */
  readonly isOpen?: boolean;
  readonly oidc?: PeopleSettings['oidc'];
  readonly speed?: number;
  /** Changes the copy of the example before anything starts. */
  readonly prepare?: (shop: Shop) => void;
}

const PASSWORD = 'as long as it has to be';
const OWNER = 'olga';

export async function openWebRoom(options: WebRoomOptions = {}): Promise<WebRoom> {
  const { isOpen = true, oidc = [], speed = SPEED, prepare } = options;
  const shop = copyShop();
  giveTime(shop);
  prepare?.(shop);
  const folder = realpathSync(shop.folder);
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-web-'));
  const twin = await createTwin({ world: join(folder, 'world.yaml'), speed });
  const room = await openControlRoom({
    state: openStateFolder(stateFolder),
    projects: [{ id: PROJECT, name: 'Shop', folder }],
    people: { openOnLoopback: isOpen, oidc },
    port: 0,
    pages: readPages(await builtPages()),
    log: createServerLog({ write: () => undefined }),
    environment: {},
    onLost: () => undefined,
  });
  const client = isOpen
    ? createClient({ baseUrl: room.url })
    : await ownerClient(room.url, room.firstLink ?? '');
  const read = async (run: string): Promise<RunPage> =>
    await client.call('readRun', { params: { project: PROJECT, run } });
  return {
    url: room.url,
    shop,
    twin,
    client,
    read,
    ...wordsOf(client, twin.url, read),
    async signIn(page, user) {
      await page.goto(room.url);
      await page.evaluate(signingIn(user));
    },
    close: () => room.close(),
    async [Symbol.asyncDispose]() {
      await room.close();
      await twin.close();
      shop.remove();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** No step is to run out of its time because of that. */
function giveTime(shop: Shop): void {
  const file = join(shop.folder, 'pipeline.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/timeout: \d+m$/gm, 'timeout: 10h'));
}

function wordsOf(
  client: Client,
  twinUrl: string,
  read: (run: string) => Promise<RunPage>,
): Pick<WebRoom, 'start' | 'reaches' | 'newPerson'> {
  return {
    async start(pipeline = 'pipeline.yaml') {
      const { run } = await client.call('startRun', {
        params: { project: PROJECT },
        body: { pipeline, on: 'twin', twinUrl },
      });
      if (run === null) throw new Error('the run waits in line');
      return run;
    },
    reaches: (run, what, wanted) =>
      eventually(
        what,
        async () => {
          const page = await read(run);
          return wanted(page) ? page : undefined;
        },
        WITHIN_MS,
      ),
    async newPerson(user, role) {
      const body = { user, name: user, email: `${user}@shop.example`, password: PASSWORD };
      await client.call('createUser', { body });
      await client.call('setMember', { params: { project: PROJECT, user }, body: { role } });
    },
  };
}

function signingIn(user: string): string {
  const body = JSON.stringify({ user, password: PASSWORD });
  return `fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-penstock-request': '1' },
    body: ${JSON.stringify(body)},
  }).then((answer) => { if (!answer.ok) throw new Error('not signed in: ' + answer.status); })`;
}

/** Uses the link that the server prints, and keeps its cookie. */
async function ownerClient(baseUrl: string, link: string): Promise<Client> {
  const secret = new URL(link).hash.replace('#secret=', '');
  const answer = await fetch(`${baseUrl}/api/session/first`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-penstock-request': '1',
      origin: baseUrl,
    },
    body: JSON.stringify({ secret, user: OWNER, name: 'Olga', password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`the first link was refused: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return createClient({
    baseUrl,
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, cookie, origin: baseUrl } }),
  });
}

/** Built once when its sources have changed, as the server does it. */
function builtPages(): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  return preparePages({ root, clock: createSystemClock(), say: () => undefined });
}
