// Drives a scene to its end through as many lives of the engine as its cuts ask for: each ends in the middle, and the next one knows nothing.
import type { ExecutionFinished } from '../../src/execution/event.ts';
import { drive } from '../../src/execution/runner.ts';
import { sleep } from '../../src/lib/clock.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { hashOf } from '../scenarios/one-run.ts';
import { lookAt } from '../scenarios/world-state.ts';
import { createProcess, type Process } from '../simulation/process.ts';
import { guarded, noTraces, onDisk, outliving, type Traces } from './mortal-means.ts';
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
const POLL_MS = 15_000;
const LIVES_MAX = 5;

export async function driveThrough(scene: Scene, cuts: Cuts): Promise<Ended> {
  const { clock, events } = scene;
  const points: Point[] = [];
  const traces = noTraces();
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
