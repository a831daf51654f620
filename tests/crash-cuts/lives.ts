// Drives a scene to its end through as many lives of the engine as its cuts ask for: each ends in the middle, and the next one knows nothing.
import type { Clouds } from '../../src/cloud/clouds.ts';
import type { ExecutionFinished } from '../../src/execution/event.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { drive } from '../../src/execution/runner.ts';
import type { Scripts } from '../../src/execution/step.ts';
import { sleep } from '../../src/lib/clock.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { hashOf } from '../scenarios/one-run.ts';
import { lookAt } from '../scenarios/world-state.ts';
import { createProcess, type Process } from '../simulation/process.ts';
import type { Scene } from './scene.ts';

/** A place at which a life may end; the same number is the same place in every run that was alike so far. */
export interface Point {
  readonly number: number;
  /** Such as `before elastigroups.create`. */
  readonly name: string;
  readonly at: number;
  /** How many events stand in the journal. */
  readonly events: number;
  /** Points with one state leave the same behind: what the process knew is gone with it. */
  readonly state: string;
  readonly troubles: number;
}

export interface Ended {
  readonly result: ExecutionFinished;
  readonly points: readonly Point[];
  readonly lives: number;
  /** By key, how often a script was really started. */
  readonly scriptStarts: ReadonlyMap<string, number>;
  readonly groupsCreated: number;
}

export interface Cuts {
  readonly isCut: (point: Point) => boolean;
  /** How long nobody drives the run after a cut. */
  readonly restMs: number;
}

const LIMIT_MS = 2 * 86_400_000;
const LEASE_MS = 60_000;
/** Looking seldom saves most of a run's time; only words of people wait for it. */
const POLL_MS = 5_000;
const SCRIPT_MS = 5_000;
const DISK_MS = 1;
const LIVES_MAX = 5;

/** What has left the processes so far, and what of it has taken effect. */
interface Traces {
  writesSent: number;
  writesDone: number;
  claims: number;
  created: number;
  readonly starts: Map<string, number>;
  readonly scriptEndsAt: Map<string, number>;
}

export async function driveThrough(scene: Scene, cuts: Cuts): Promise<Ended> {
  const { clock, events } = scene;
  const points: Point[] = [];
  const traces: Traces = {
    writesSent: 0,
    writesDone: 0,
    claims: 0,
    created: 0,
    starts: new Map(),
    scriptEndsAt: new Map(),
  };
  const fate = (name: string): 'kill' | 'go on' => {
    const what = name.slice(name.indexOf(' ') + 1);
    if (/ (read|renew)$/.test(what)) return 'go on';
    if (what.endsWith('claim')) traces.claims += 1;
    const point: Point = {
      number: points.length,
      name: what,
      at: clock.now(),
      events: events.length,
      state: stateOf(scene, traces),
      troubles: scene.troubles(),
    };
    points.push(point);
    return cuts.isCut(point) ? 'kill' : 'go on';
  };
  let result: ExecutionFinished | undefined;
  let lives = 0;
  const live = async (): Promise<void> => {
    for (;;) {
      lives += 1;
      if (lives > LIVES_MAX) throw new Error(`more than ${LIVES_MAX} lives`);
      const process: Process = createProcess(
        `life-${lives}`,
        { clock, journal: onDisk(scene, () => !process.isDead()) },
        fate,
      );
      result =
        (await Promise.race([driveOnce(scene, process, traces), process.death])) ?? undefined;
      if (result !== undefined) return;
      await sleep(clock, cuts.restMs);
    }
  };
  let isOver = false;
  const living = live().finally(() => {
    isOver = true;
  });
  await clock.drive(() => isOver, LIMIT_MS);
  await living;
  if (result === undefined) throw new Error('the run has not ended');
  scene.invariants.atEnd(result, lookAt(scene.twin));
  const { starts: scriptStarts, created: groupsCreated } = traces;
  return { result, points, lives, scriptStarts, groupsCreated };
}

/** What is being written when its process ends is lost; the world goes on meanwhile. */
function onDisk({ clock, journal }: Scene, isAlive: () => boolean): Journal {
  return {
    ...journal,
    append: async (...given) => {
      await sleep(clock, DISK_MS);
      return isAlive() ? journal.append(...given) : new Promise(() => {});
    },
  };
}

function stateOf({ clock, events }: Scene, traces: Traces): string {
  const { writesSent, writesDone, claims, starts } = traces;
  return [clock.now(), events.length, writesSent, writesDone, claims, starts.size].join();
}

async function driveOnce(
  scene: Scene,
  process: Process,
  traces: Traces,
): Promise<ExecutionFinished | undefined> {
  const { execution, planned, policy } = scene;
  const clouds = guarded(scene, process, traces);
  const probe = scene.probe && clouds.port('probe', scene.probe);
  const driven = await drive({
    id: execution,
    journal: process.journal,
    clock: process.clock,
    steps: createSteps({
      clouds,
      policy,
      hash: hashOf,
      probe,
    }),
    scripts: outliving(scene, process, traces),
    secrets: planned.secrets,
    logs: { write: () => {}, folder: () => 'the log folder' },
    owner: process.name,
    isGone: (owner) => owner !== process.name,
    leaseMs: LEASE_MS,
    pollMs: POLL_MS,
    parkWhenIdle: false,
  });
  if (driven.status !== 'finished') throw new Error(`the engine stopped driving: ${driven.status}`);
  return driven.result;
}

const READS = /^(loadBalancer|list|read|rule|target|instance|suspensions|log|send)/;

interface Guard {
  port<Client extends object>(name: string, client: Client): Client;
}

type Port = Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;

/** Every call of every port: its process can end before it, after its effect and after its answer. */
function guarded(scene: Scene, process: Process, traces: Traces): Clouds & Guard {
  const port = <Client extends object>(name: string, client: Client): Client => {
    const calls = Object.entries(client as Port).map(([method, call]) => {
      const what = `${name}.${method}`;
      const isWrite = !READS.test(method);
      const around = async (...given: unknown[]): Promise<unknown> => {
        await process.pass(`before ${what}`);
        if (isWrite) traces.writesSent += 1;
        try {
          const answer = await call(...given);
          if (method === 'create') traces.created += 1;
          return answer;
        } finally {
          if (isWrite) {
            traces.writesDone += 1;
            scene.invariants.afterCommit([], lookAt(scene.twin));
          }
          await process.pass(`after the effect of ${what}`);
          process.survives(`after the answer of ${what}`);
        }
      };
      return [method, around] as const;
    });
    return Object.fromEntries(calls) as unknown as Client;
  };
  const { clouds } = scene;
  return {
    port,
    loadBalancers: (connector, region) =>
      port('loadBalancers', clouds.loadBalancers(connector, region)),
    elastigroups: (connector) => port('elastigroups', clouds.elastigroups(connector)),
    metrics: (connector, region) => port('metrics', clouds.metrics(connector, region)),
  };
}

/** Scripts as under their supervisor: who comes later attaches to what was started. */
function outliving({ clock, scripts }: Scene, process: Process, traces: Traces): Scripts {
  return {
    run: async (key, request, log, signal) => {
      await process.pass('before the start of a script');
      if (!traces.scriptEndsAt.has(key)) {
        traces.scriptEndsAt.set(key, clock.now() + SCRIPT_MS);
        traces.starts.set(key, (traces.starts.get(key) ?? 0) + 1);
      }
      await process.pass('after the start of a script');
      await sleep(process.clock, (traces.scriptEndsAt.get(key) ?? 0) - clock.now(), signal);
      const result = await scripts.run(key, request, log, signal);
      await process.pass('after the end of a script');
      return result;
    },
  };
}
