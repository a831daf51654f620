// The journal's disk fails in the middle of a run: nothing acknowledged is lost, the cloud gets no write that is not in the journal, and the run goes on when the disk works again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { STEPS } from './one-run.ts';
import {
  cloudWrites,
  type Driven,
  driveRun,
  journalled,
  type Places,
  startAndPause,
} from './run-process.ts';
import { canMount, mountDisk } from './small-disk.ts';

let folder: string;
let places: Places;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-faults-'));
  places = { file: join(folder, 'journal.sqlite'), cloudFile: join(folder, 'cloud') };
});
afterEach(() => rmSync(folder, { recursive: true }));

const on = (disk: { readonly folder: string }): Places => ({
  ...places,
  file: join(disk.folder, 'journal.sqlite'),
});
const filesUpTo = (kb: number) => ['bash', '-c', `ulimit -f ${kb}; exec "$@"`, '--'];

async function expectNothingLost(at: Places, driven: Driven): Promise<void> {
  const events = await journalled(at);
  const types = events.slice(1).map(({ type }) => type);
  expect(types.slice(0, driven.acknowledged.length)).toEqual(driven.acknowledged);
  const intended = events.flatMap((event) => (event.type === 'EffectIntended' ? [event.path] : []));
  expect(intended).toEqual(expect.arrayContaining(cloudWrites(at)));
}

/** Every step has written, and none has twice. */
async function expectToGoOn(at: Places): Promise<void> {
  expect((await driveRun(at)).end).toEqual({ status: 'Success' });
  expect([cloudWrites(at).length, new Set(cloudWrites(at)).size]).toEqual([STEPS, STEPS]);
}

test('a file that may not grow stops the run with a message, and it goes on later', async () => {
  const driven = await driveRun(places, filesUpTo(400));
  expect(driven.code).toBe(1);
  expect(driven.end?.message).toMatch(/cannot be used: the disk (is full|failed to read or write)/);
  expect(driven.acknowledged).toContain('EffectConfirmed');
  await expectNothingLost(places, driven);
  await expectToGoOn(places);
});

test.skipIf(!canMount())('so does a disk that is full (needs the right to mount)', async () => {
  using disk = mountDisk(400);
  const at = on(disk);
  const driven = await driveRun(at);
  expect(driven.code).toBe(1);
  expect(driven.end?.message).toContain('the disk is full. Make room, then resume');
  expect(driven.acknowledged).toContain('EffectConfirmed');
  disk.resize(8_000);
  await expectNothingLost(at, driven);
  await expectToGoOn(at);
});

test('with no room for the very first event, no run is begun', async () => {
  const driven = await driveRun(places, filesUpTo(8));
  expect([driven.code, driven.acknowledged, cloudWrites(places)]).toEqual([1, [], []]);
  await expectToGoOn(places);
});

test.skipIf(!canMount())(
  'a disk that has become read-only is named before anything is driven (needs the right to mount)',
  async () => {
    using disk = mountDisk(8_000);
    const at = on(disk);
    await driveRun(at, filesUpTo(400));
    const written = cloudWrites(at);
    disk.mayBeWritten(false);
    const driven = await driveRun(at);
    disk.mayBeWritten(true);
    expect(driven.code).toBe(1);
    expect(driven.end?.message).toContain('Check that its folder exists and that this user may');
    expect(cloudWrites(at)).toEqual(written);
    await expectToGoOn(at);
  },
);

test('a lock that another process keeps for too long stops the run with a message', async () => {
  const driving = await startAndPause(places);
  const other = new DatabaseSync(places.file, { timeout: 5_000 });
  other.exec('BEGIN IMMEDIATE');
  driving.goOn();
  const driven = await driving.ended;
  other.close();
  expect(driven.code).toBe(1);
  expect(driven.end?.message).toContain('another process has kept it locked');
  await expectNothingLost(places, driven);
  await expectToGoOn(places);
});
