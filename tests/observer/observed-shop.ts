// The example shop under real load, for a look from outside: its twin, its clients and the engine run in processes of their own.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideGate } from '../../src/app/decide-gate.ts';
import { openEngine } from '../../src/app/engine.ts';
import {
  type Rehearsal,
  type Requests,
  startRehearsal,
} from '../../src/app/rehearsal/rehearsal.ts';
import { readSettings } from '../../src/app/settings.ts';
import { openStateFolder } from '../../src/app/state-folder.ts';
import type { EndState, ExecutionEvent } from '../../src/execution/event.ts';
import { root, startPenstock } from '../cli/penstock.ts';
import { openJournalEye } from '../crash/journal-eye.ts';
import { eventually } from '../eventually.ts';

export interface ShopOptions {
  /** Instances of each version; two when left out. */
  readonly instances?: number;
  /** Until a node of the load balancer routes by a change, on the twin's clock. */
  readonly propagation?: string;
  /** How long Spot lets an instance finish once it is deregistered; 300 when left out. */
  readonly drainingSeconds?: number;
}

export interface ObservedShop extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  /** Deploys version 2, with an answer at every gate; `onEvent` may change the world on the way. */
  deploy(people: People): Promise<Ended>;
  /** Ends the clients, and prints what they counted. */
  count(what: string): Promise<Requests>;
}

export interface People {
  /** The path of the gate that gets a no; every other one gets a yes. */
  readonly rejects?: RegExp;
  onEvent?(event: ExecutionEvent): void | Promise<void>;
}

export interface Ended {
  readonly end: EndState | undefined;
  readonly events: readonly ExecutionEvent[];
}

/** A minute of the clouds is a second; every policy is as in production. */
const SPEED = 60;
const LOAD = [
  { port: 80, host: 'shop.example', requestsPerSecond: 240 },
  { port: 8080, host: 'stage.shop.example', requestsPerSecond: 30 },
  { port: 8080, host: 'dev.shop.example', requestsPerSecond: 30 },
];
const WITHIN_MS = 150_000;

export async function startObservedShop(options: ShopOptions = {}): Promise<ObservedShop> {
  const folder = shopFolder(options);
  const rehearsal = await startRehearsal({
    folder,
    stateFolder: join(folder, 'twin'),
    speed: SPEED,
    load: LOAD,
    versionHeader: 'x-shop-version',
  });
  const startedAt = performance.now();
  return {
    rehearsal,
    deploy: (people) => deploy(folder, rehearsal, people),
    async count(what) {
      const requests = await rehearsal.stopClients();
      const seconds = (performance.now() - startedAt) / 1_000;
      process.stdout.write(`${what}: ${JSON.stringify({ ...requests, seconds })}\n`);
      return requests;
    },
    async [Symbol.asyncDispose]() {
      await rehearsal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy of the example, with another number of instances and another world where that is wanted. */
function shopFolder(options: ShopOptions): string {
  const { instances = 2, propagation, drainingSeconds = 300 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'penstock-observer-'));
  cpSync(join(root, 'examples/shop'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.penstock'),
  });
  change(join(folder, 'pipeline.yaml'), (text) =>
    text
      .replace('min: 2', `min: ${instances}`)
      .replace('desired: 2', `desired: ${instances}`)
      .replace('max: 4', `max: ${2 * instances}`),
  );
  change(join(folder, 'world.yaml'), (text) =>
    text
      .replace('minimum: 2, maximum: 4, target: 2', capacity(instances))
      .replace('drainingTimeout: 300', `drainingTimeout: ${drainingSeconds}`)
      .concat(propagation === undefined ? '' : `timing: { propagationMs: ${propagation} }\n`),
  );
  return folder;
}

function capacity(instances: number): string {
  return `minimum: ${instances}, maximum: ${2 * instances}, target: ${instances}`;
}

function change(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

async function deploy(folder: string, rehearsal: Rehearsal, people: People): Promise<Ended> {
  const state = openStateFolder(join(folder, '.penstock'));
  const engine = openEngine(state);
  const eye = openJournalEye(state.journalFile);
  const { twin } = rehearsal;
  await using command = startPenstock(
    ['run', 'pipeline.yaml', '--on', 'twin', '--twin', twin.url, '--json'],
    { folder, environment: { SHOP_SPOT_TOKEN: 'twin' }, withinMs: WITHIN_MS },
  );
  const events: ExecutionEvent[] = [];
  const answer = async (execution: string, path: string): Promise<void> => {
    const decision = people.rejects?.test(path) ? 'reject' : 'approve';
    const given = { decision, path, comment: undefined } as const;
    await decideGate(engine, execution, given, readSettings(folder));
  };
  let hasEnded = false;
  const ended = command.finished.finally(() => {
    hasEnded = true;
  });
  ended.catch(() => undefined);
  try {
    await eventually(
      'the end of the run',
      async () => {
        const isOver = hasEnded;
        const execution = eye.newest();
        const fresh = execution === undefined ? [] : eye.events(execution, events.length);
        for (const event of fresh) {
          events.push(event);
          await people.onEvent?.(event);
          if (event.type === 'ApprovalOpened') await answer(execution ?? '', event.path);
        }
        return isOver;
      },
      WITHIN_MS,
    );
    await ended;
    const last = events.at(-1);
    return { end: last?.type === 'ExecutionFinished' ? last.end : undefined, events };
  } finally {
    eye.close();
    await engine.close();
  }
}
