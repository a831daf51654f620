// What the twin's load balancer carries beside HAProxy, what a change costs, and how big a world may be.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runLoad } from '../tests/twin/load-programs.ts';
import { type ServedWorld, startServedWorld } from '../tests/twin/served-world.ts';
import { changeWeightsUnderLoad } from '../tests/twin/weight-changes.ts';
import type { Measured } from './main.ts';
import { withFolder } from './support/bench-folder.ts';
import type { BigTwin } from './support/big-twin.ts';
import { controlPlaneMs } from './support/control-plane.ts';
import { findHaproxy, startHaproxy } from './support/haproxy.ts';
import { median, rounded } from './support/statistics.ts';

export const name = 'twin';
export const description =
  'requests per second of the data plane beside HAProxy, what 100 changes under load lose, memory of 10,000 instances';

const WEIGHTS = { blue: 75, green: 25 };
const ROUNDS = 5;
const CONNECTIONS = 32;
const WARM_UP = 10_000;
const REQUESTS = 30_000;
const CHANGES = 100;

export async function run(): Promise<Measured> {
  const world = await startServedWorld(WEIGHTS);
  try {
    const carried = await withFolder((folder) => measureProxies(world, folder));
    const { lost, misrouted } = await changeWeightsUnderLoad(world, CHANGES);
    const controlPlaneP50Ms = rounded(await controlPlaneMs(world), 3);
    const { rssMb, instances } = measureBigTwin();
    return {
      ...carried,
      lost: lost + carried.lost,
      misrouted,
      controlPlaneP50Ms,
      rssMbAt10kInstances: rounded(rssMb, 1),
      instances,
      medianOf: ROUNDS,
    };
  } finally {
    await world.close();
  }
}

interface Carried extends Record<string, number | string | null> {
  readonly lost: number;
}

/** Rounds of the twin and of HAProxy take turns, so that both share the machine with the same others. */
async function measureProxies(world: ServedWorld, folder: string): Promise<Carried> {
  const program = findHaproxy();
  const targets = (['blue', 'green'] as const).map((group) => ({
    port: world.targetPorts[group] ?? 0,
    weight: WEIGHTS[group],
  }));
  const haproxy = program === undefined ? undefined : await startHaproxy(program, folder, targets);
  const ours: number[] = [];
  const theirs: number[] = [];
  const p99Ms: number[] = [];
  let lost = 0;
  const load = async (port: number, requests: number) => {
    const report = await runLoad({ port, connections: CONNECTIONS, requests, tellsEach: false });
    return { ...report, perSecond: report.answered / report.seconds };
  };
  try {
    await load(world.port, WARM_UP);
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = await load(world.port, REQUESTS);
      ours.push(own.perSecond);
      p99Ms.push(own.p99Ms);
      lost += own.lost;
      if (haproxy !== undefined) theirs.push((await load(haproxy.port, REQUESTS)).perSecond);
    }
  } finally {
    await haproxy?.close();
  }
  return {
    requestsPerSecond: Math.round(median(ours)),
    p99Ms: rounded(median(p99Ms), 2),
    haproxyRequestsPerSecond: haproxy === undefined ? null : Math.round(median(theirs)),
    ...(haproxy === undefined ? { haproxyReason: 'haproxy is not in PATH' } : {}),
    lost,
  };
}

function measureBigTwin(): BigTwin {
  const file = join(import.meta.dirname, 'support', 'big-twin.ts');
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as BigTwin;
}
