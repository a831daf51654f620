// The whole control room of the tests in one process: a real server on loopback, a real twin of the example shop, and a client.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../src/api/client.ts';
import { follow } from '../../src/api/follow.ts';
import type { RunPage } from '../../src/api/schemas/run-page.ts';
import type { Line, RunInList, StepInTree } from '../../src/api/schemas/run-parts.ts';
import { openStateFolder, type StateFolder } from '../../src/app/state-folder.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { createTwin } from '../../src/app/twin/embedded-twin.ts';
import { createServerLog } from '../../src/server/observability/server-log.ts';
import { type OpenControlRoom, openControlRoom } from '../../src/server/open-control-room.ts';
import { copyShop, type Shop } from '../cli/shop.ts';
import { eventually } from '../eventually.ts';

export interface OpenRoom extends AsyncDisposable {
  readonly shop: Shop;
  readonly state: StateFolder;
  readonly twinUrl: string;
  /** Of whoever is on this machine: all rights. */
  readonly client: Client;
  readonly room: OpenControlRoom;
  /** What the server has logged. */
  readonly logged: readonly string[];
  /** The server ends and another one starts on the same state. */
  restart(between?: () => void): Promise<void>;
  startRun(body?: object): Promise<string>;
  page(run: string): Promise<RunPage>;
  line(run: string): Promise<RunInList | undefined>;
  /** Approves every gate as it opens, until the run is there. */
  approveUntil(run: string, isThere: (page: RunPage) => boolean): Promise<RunPage>;
}

export const PROJECT = 'shop';
const WITHIN_MS = 80_000;
/** Nothing here is about the waiting on purpose: it is short. */
const SETTINGS = `environments:
  production:
    settle: 5s
    lastSettle: 10s
    bake: 10s
    probe: { header: x-shop-version, requests: 50 }
`;

export async function openRoom(speed = 240): Promise<OpenRoom> {
  const shop = copyShop();
  const folder = realpathSync(shop.folder);
  writeFileSync(join(folder, 'penstock.yaml'), SETTINGS);
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-open-room-'));
  const state = openStateFolder(stateFolder);
  const twin = await createTwin({ world: join(folder, 'world.yaml'), speed });
  const logged: string[] = [];
  const log = createServerLog({ write: (line) => void logged.push(line) });
  const open = (): Promise<OpenControlRoom> =>
    openControlRoom({
      state,
      projects: [{ id: PROJECT, name: 'Shop', folder }],
      people: { openOnLoopback: true, oidc: [] },
      port: 0,
      log,
      environment: {},
      onLost: () => undefined,
    });
  let room = await open();
  let client = createClient({ baseUrl: room.url });
  const page = (run: string): Promise<RunPage> =>
    client.call('readRun', { params: { project: PROJECT, run } });
  return {
    shop,
    state,
    twinUrl: twin.url,
    logged,
    get client() {
      return client;
    },
    get room() {
      return room;
    },
    async restart(between = () => undefined) {
      await room.close();
      between();
      room = await open();
      client = createClient({ baseUrl: room.url });
    },
    async startRun(body = {}) {
      const wanted = { pipeline: 'pipeline.yaml', on: 'twin', twinUrl: twin.url, ...body } as const;
      const params = { project: PROJECT };
      const started = await client.call('startRun', { params, body: wanted });
      if (started.run === null) throw new Error(`it waits: ${started.says}`);
      return started.run;
    },
    page,
    async line(run) {
      const { items } = await client.call('listRuns', { params: { project: PROJECT } });
      return items.find((each) => each.run === run);
    },
    async approveUntil(run, isThere) {
      const answered = new Set<string>();
      const watch = watchRun(client, run);
      const params = { project: PROJECT, run };
      try {
        return await eventually(
          `run ${run} to be there`,
          async () => {
            const now = watch.seen.pages.at(-1);
            if (now === undefined || isThere(now)) return now;
            for (const { path, attempt } of now.gates) {
              if (answered.has(path)) continue;
              answered.add(path);
              const body = { decision: 'approve', gate: path, attempt } as const;
              await client.call('decideGate', { params, body });
            }
            return undefined;
          },
          WITHIN_MS,
        );
      } finally {
        await watch.end();
      }
    },
    async [Symbol.asyncDispose]() {
      await room.close();
      await twin.close();
      shop.remove();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** What a watcher of a run has been told. */
export interface Seen {
  readonly lines: Line[];
  readonly pages: RunPage[];
  readonly steps: Map<string, StepInTree>;
  lastEventId: string | undefined;
}

export function watchRun(
  client: Client,
  run: string,
  seen: Seen = { lines: [], pages: [], steps: new Map(), lastEventId: undefined },
): { readonly seen: Seen; end(): Promise<void> } {
  const leaving = new AbortController();
  const { lastEventId } = seen;
  const watching = (async () => {
    const given = {
      params: { project: PROJECT, run },
      signal: leaving.signal,
      clock: createSystemClock(),
      ...(lastEventId !== undefined && { lastEventId }),
    };
    for await (const { id, data } of follow(client, 'watchRun', given)) {
      seen.lastEventId = id ?? seen.lastEventId;
      if (data.kind === 'lines') seen.lines.push(...data.lines);
      if (data.kind === 'steps') for (const step of data.steps) seen.steps.set(step.path, step);
      if (data.kind === 'page') seen.pages.push(data.page as unknown as RunPage);
    }
  })();
  return {
    seen,
    async end() {
      leaving.abort();
      await watching;
    },
  };
}
