// Fifty deployments at once in one control room: how long their rungs take, alone and while people read.
import { FACT, type Rung } from '../../src/traffic/facts.ts';
import { eventually } from '../../tests/eventually.ts';
import { type ControlRoomProcess, PROJECT, startControlRoom } from './control-room-process.ts';
import { readSteadily } from './read-load.ts';
import { median } from './statistics.ts';

export interface RungTimes {
  /** From the intent to write a weight to its proof, on the runs' clock: the median of all rungs. */
  readonly rungMs: number;
  readonly rungs: number;
  readonly readsPerSecond: number;
}

export interface RungTimesWith {
  readonly folder: string;
  readonly deployments: number;
  readonly speed: number;
  /** 0: nobody reads. */
  readonly readsPerSecond: number;
}

const END_WITHIN_MS = 240_000;

export async function rungTimes(given: RungTimesWith): Promise<RungTimes> {
  const { folder, deployments, speed, readsPerSecond } = given;
  await using room = await startControlRoom({ folder, shops: deployments, speed });
  const runs: string[] = [];
  for (let shop = 0; shop < deployments; shop += 1) runs.push(await room.start('straight', shop));
  const base = `${room.url}/api/projects/${PROJECT}/runs`;
  const urls = runs.flatMap((run) => [
    `${base}/${run}`,
    `${base}?limit=50`,
    `${base}/${run}/steps`,
  ]);
  const enough = new AbortController();
  const reading = readSteadily(urls, readsPerSecond, enough.signal);
  try {
    await eventually('all deployments', () => haveEnded(room, deployments), END_WITHIN_MS);
  } finally {
    enough.abort();
  }
  const load = await reading;
  const times: number[] = [];
  for (const run of runs) times.push(...(await rungsOf(room, run)));
  return {
    rungMs: median(times),
    rungs: times.length,
    readsPerSecond: load.answered / load.seconds,
  };
}

/** Asked now and then: the question is a read, too. */
async function haveEnded(room: ControlRoomProcess, deployments: number): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { items } = await room.client.call('listRuns', {
    params: { project: PROJECT },
    query: { limit: 500 },
  });
  const broken = items.find(({ endedAt, status }) => endedAt !== null && status !== 'Success');
  if (broken !== undefined) throw new Error(`run ${broken.run} ended: ${broken.sentence}`);
  return items.filter(({ endedAt }) => endedAt !== null).length === deployments;
}

async function rungsOf({ client }: ControlRoomProcess, run: string): Promise<readonly number[]> {
  const { events } = await client.call('listEvents', { params: { project: PROJECT, run } });
  const writtenAt = new Map<string, number>();
  const times: number[] = [];
  for (const event of events as readonly Partial<Fact>[]) {
    if (event.type !== 'FactRecorded' || event.name !== FACT.rung) continue;
    const { at = 0, value } = event;
    if (value?.state === 'writing') writtenAt.set(value.rung, at);
    const from = writtenAt.get(value?.rung ?? '');
    if (value?.state === 'proven' && from !== undefined) times.push(at - from);
  }
  return times;
}

interface Fact {
  readonly type: string;
  readonly name: string;
  readonly at: number;
  readonly value: Rung;
}
