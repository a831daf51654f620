// What the control room costs those who look at it and those who deploy meanwhile.
//
// Everything is measured on loopback, with the server, the twin and the readers each in a process of its own on the same processors: a machine of two has all of them busy.
//
// - `initialJsKbGzip`: all scripts that Chromium takes until the page of a run stands, each packed by itself.
// - `eventToScreenMs`: from before the request that makes the event to the frame that shows it; the median, and the worst of 20.
// - `watchersRssMb`: the most that the server's process held with a thousand watchers of a deployment that went on.
// - `readsPerSecond`: pages of runs, steps and lists as fast as 16 readers get them, beside the same deployment's end.
// - `rungTimingShiftPercent`: how much longer the median rung of fifty deployments took under 500 reads a second than without,
//   on the runs' clock, which goes ten times as fast as the wall: so does what the server's own delays count for.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../tests/eventually.ts';
import type { Measured } from './main.ts';
import { withFolder } from './support/bench-folder.ts';
import {
  type ControlRoomProcess,
  compileControlRoom,
  PROJECT,
  startControlRoom,
} from './support/control-room-process.ts';
import { lookAt } from './support/page-eye.ts';
import { readFlatOut } from './support/read-load.ts';
import { rungTimes } from './support/rung-times.ts';
import { median, rounded } from './support/statistics.ts';
import { openWatchers } from './support/watchers.ts';

export const name = 'server';
export const description =
  'script of the first page, event to screen, memory of 1,000 watchers, reads per second, and what they cost 50 deployments';

const WATCHERS = 1_000;
const READERS = 16;
const READ_MS = 5_000;
const DEPLOYMENTS = 50;
const SPEED = 10;
const READS_PER_SECOND = 500;
const RUN_WITHIN_MS = 180_000;

export function run(): Promise<Measured> {
  compileControlRoom();
  return withFolder(async (folder) => {
    const looked = tell(await measureLooking(under(folder, 'looking')));
    const watched = tell(await measureWatching(under(folder, 'watching')));
    const runs = { deployments: DEPLOYMENTS, speed: SPEED };
    const alone = await rungTimes({ ...runs, folder: under(folder, 'alone'), readsPerSecond: 0 });
    tell({ rungMsAlone: Math.round(alone.rungMs) });
    const busy = await rungTimes({
      ...{ ...runs, folder: under(folder, 'busy') },
      readsPerSecond: READS_PER_SECOND,
    });
    return {
      ...{ ...looked, ...watched },
      rungTimingShiftPercent: rounded((busy.rungMs / alone.rungMs - 1) * 100, 2),
      rungMsAlone: Math.round(alone.rungMs),
      rungMsUnderReads: Math.round(busy.rungMs),
      readsPerSecondMeanwhile: Math.round(busy.readsPerSecond),
      rungs: busy.rungs,
    };
  });
}

/** The whole takes minutes: what is known is told to whoever waits. */
function tell(measured: Measured): Measured {
  process.stderr.write(`${JSON.stringify(measured)}\n`);
  return measured;
}

function under(folder: string, name: string): string {
  const own = join(folder, name);
  mkdirSync(join(own, 'twin'), { recursive: true });
  return own;
}

async function measureLooking(folder: string): Promise<Measured> {
  await using room = await startControlRoom({ folder, shops: 1, speed: SPEED });
  const waiting = await room.start('gated', 0);
  await eventually('the gate', async () => (await pageOf(room, waiting)).gates.length > 0, 60_000);
  const seen = await lookAt(room, waiting);
  const delays = seen?.eventToScreenMs;
  return {
    initialJsKbGzip: seen === undefined ? null : rounded(seen.initialJsKbGzip, 1),
    eventToScreenMs: delays === undefined ? null : rounded(median(delays), 1),
    eventToScreenMsWorst: delays === undefined ? null : Math.max(...delays),
  };
}

/** In a server of its own, for its memory; then the same run is read as often as it can be. */
async function measureWatching(folder: string): Promise<Measured> {
  await using room = await startControlRoom({ folder, shops: 1, speed: SPEED });
  const run = await room.start('straight', 0);
  const watched = await watch(room, run);
  const base = `${room.url}/api/projects/${PROJECT}/runs`;
  const load = await readFlatOut(
    [`${base}/${run}`, `${base}?limit=50`, `${base}/${run}/steps`],
    READERS,
    READ_MS,
  );
  if (load.failed > 0) throw new Error(`${load.failed} reads were not answered`);
  return { ...watched, readsPerSecond: Math.round(load.answered / load.seconds) };
}

/** A whole deployment under the eyes of all: the most that it took is what counts. */
async function watch(room: ControlRoomProcess, run: string): Promise<Measured> {
  const path = `/api/projects/${PROJECT}/runs/${run}/watch`;
  const before = room.rssMb();
  const watchers = await openWatchers(room.url, path, WATCHERS);
  await eventually(
    'the end of the watched run',
    async () => (await pageOf(room, run)).endedAt !== null,
    RUN_WITHIN_MS,
  );
  const memory = room.rssMb();
  const messagesEach = watchers.fewest();
  watchers.leave();
  return {
    watchersRssMb: memory === undefined ? null : rounded(memory.most, 1),
    rssMbBeforeWatchers: before === undefined ? null : rounded(before.now, 1),
    watchers: WATCHERS,
    messagesPerWatcher: messagesEach,
  };
}

function pageOf({ client }: ControlRoomProcess, run: string) {
  return client.call('readRun', { params: { project: PROJECT, run } });
}
