// A control room over a real twin of the example shop, in one process: runs are started, driven to a point, and looked at.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteName, RouteParams } from '../../src/api/route-paths.ts';
import { decideGate } from '../../src/app/decide-gate.ts';
import { openEngine } from '../../src/app/engine.ts';
import { prepareRun } from '../../src/app/prepare-run.ts';
import { readSettings } from '../../src/app/settings.ts';
import { openStateFolder } from '../../src/app/state-folder.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { createTwin, type EmbeddedTwin } from '../../src/app/twin/embedded-twin.ts';
import { clockOf } from '../../src/app/world.ts';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { ControlRoom } from '../../src/server/control-room.ts';
import type { Request } from '../../src/server/handler.ts';
import { openDatabase } from '../../src/server/store/open-database.ts';
import { copyShop, type Shop } from '../cli/shop.ts';
import { eventually } from '../eventually.ts';

export interface ShopRoom extends AsyncDisposable {
  readonly room: ControlRoom;
  readonly shop: Shop;
  readonly twin: EmbeddedTwin;
  /** The wall as the room sees it stands still until this moves it. */
  pass(ms: number): void;
  /** Starts a run and drives it in the background. */
  start(how?: StartHow): Promise<DrivenRun>;
}

export interface StartHow {
  /** How many gates are approved as they open; every one when left out. */
  readonly approvals?: number;
}

export interface DrivenRun {
  readonly id: string;
  events(): Promise<readonly ExecutionEvent[]>;
  reaches(event: (event: ExecutionEvent) => boolean): Promise<true>;
  /** Its end. */
  ends(): Promise<string>;
}

const WITHIN_MS = 80_000;

export async function openShopRoom(speed = 300): Promise<ShopRoom> {
  const shop = copyShop();
  const folder = realpathSync(shop.folder);
  withTimeToSpare(join(folder, 'pipeline.yaml'));
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-room-'));
  const state = openStateFolder(stateFolder);
  const twin = await createTwin({ world: join(folder, 'world.yaml'), speed });
  const engine = openEngine(state);
  const database = openDatabase(join(stateFolder, 'control-room.sqlite'));
  const letGo = new AbortController();
  const driving: Promise<unknown>[] = [];
  let passed = 0;
  const room: ControlRoom = {
    state,
    engine,
    database,
    projects: [{ id: 'shop', name: 'Shop', folder }],
    clock: { ...createSystemClock(), now: () => 1_800_000_000_000 + passed },
    random: (bytes) => new Uint8Array(bytes),
  };
  return {
    room,
    shop,
    twin,
    pass: (ms) => {
      passed += ms;
    },
    async start({ approvals = Number.POSITIVE_INFINITY } = {}) {
      const world = { kind: 'twin', url: twin.url } as const;
      const clock = await clockOf(world);
      const pipelineFile = join(folder, 'pipeline.yaml');
      const run = await prepareRun({ pipelineFile, folder, bindings: [], world });
      const id = await engine.start(run, 'ada', clock);
      let left = approvals;
      const onEvents = (events: readonly ExecutionEvent[]): void => {
        for (const event of events) {
          if (event.type !== 'ApprovalOpened' || left-- <= 0) continue;
          const decision = { decision: 'approve', path: event.path, comment: undefined } as const;
          driving.push(decideGate(engine, id, decision, readSettings(folder)));
        }
      };
      const drive = { id, run, clock, letGo: letGo.signal, adoptUnmanaged: false, onEvents };
      driving.push(engine.drive(drive));
      const events = () => engine.journal.read(id, 0);
      const reaches: DrivenRun['reaches'] = (wanted) =>
        eventually('the run to be there', async () => (await events()).some(wanted), WITHIN_MS);
      return {
        id,
        events,
        reaches,
        async ends() {
          await reaches(({ type }) => type === 'ExecutionFinished');
          const end = (await events()).find((event) => event.type === 'ExecutionFinished');
          return end?.end ?? '';
        },
      };
    },
    async [Symbol.asyncDispose]() {
      letGo.abort();
      await Promise.allSettled(driving);
      await engine.close();
      database.close();
      await twin.close();
      shop.remove();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}

/** On a fast clock a busy machine must not use up the time of a step. */
function withTimeToSpare(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/timeout: \d+[mh]$/gm, 'timeout: 12h'));
}

/** Of a person who may do everything. */
export function asked<Name extends RouteName>(
  params: RouteParams<Name>,
  more: Partial<Pick<Request<Name>, 'query' | 'body' | 'signal' | 'lastEventId'>> = {},
): Request<Name> {
  return {
    params,
    signal: new AbortController().signal,
    lastEventId: undefined,
    query: undefined,
    body: undefined,
    cookies: { get: () => undefined, set: () => undefined, end: () => undefined },
    note: () => undefined,
    caller: {
      user: 'ada',
      name: 'Ada',
      email: undefined,
      isOwner: true,
      by: 'password',
      from: '127.0.0.1',
      roleIn: () => 'admin',
      groupsIn: () => ['_project_all_users'],
    },
    ...more,
  } as Request<Name>;
}
