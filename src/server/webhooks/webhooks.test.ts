// Webhooks over a real receiver: told once, signed, sent again, given up, and never out of a rehearsal.
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnsweringServer, startAnsweringServer } from '../../../tests/answering-server.ts';
import { eventually } from '../../../tests/eventually.ts';
import {
  approvePath,
  begun,
  gateOpened,
  ladderPlan,
  started,
  timed,
  type UntimedEvent,
} from '../../../tests/view-fixture.ts';
import { createVirtualClock, type VirtualClock } from '../../../tests/virtual-clock.ts';
import { createSeal, type Seal } from '../../app/seal.ts';
import type { Journal } from '../../execution/journal.ts';
import { createMemoryJournal } from '../../store/memory/memory-journal.ts';
import { followJournals, type JournalTail } from '../journal-tail.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { announce } from './announce.ts';
import { listDeliveries, sendAgain } from './delivery-table.ts';
import { type Postman, startPostman } from './postman.ts';
import { addWebhook } from './webhook-table.ts';

const SECRET = 'a-secret-of-the-receiver';
let folder: string;
let database: Database;
let journal: Journal;
let clock: VirtualClock;
let seal: Seal;
let status: number;
let receiver: AnsweringServer;
let postman: Postman | undefined;
let tail: JournalTail | undefined;
const defects: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-webhooks-'));
  database = openDatabase(join(folder, 'control-room.sqlite'));
  clock = createVirtualClock(1_000_000, 20);
  journal = createMemoryJournal({ wallNow: () => clock.now() });
  seal = createSeal(folder);
  status = 200;
  receiver = await startAnsweringServer(() => ({ status, body: '' }));
});

afterEach(async () => {
  await close();
  await receiver[Symbol.asyncDispose]();
  database.close();
  rmSync(folder, { recursive: true });
});

async function close(): Promise<void> {
  await tail?.close();
  await postman?.close();
}

function open(
  onError = (_: string, error: unknown): void => {
    throw error;
  },
): void {
  const onDefect = (error: unknown): void => void defects.push(error);
  postman = startPostman({ database, seal, clock, chance: () => 0.5, onDefect });
  tail = followJournals({
    journal,
    database,
    clock,
    keep: (grown) => {
      announce(database, grown, 'shop', 'http://127.0.0.1/', clock.now());
    },
    tell: () => postman?.wake(),
    onError,
  });
}

function tellThem(url: string, events: readonly ('AllEvents' | 'WaitingForUserAction')[]): void {
  const webhook = { webhook: `to-${url.at(-1)}`, project: 'shop', url, events };
  const made = { ...webhook, createdBy: 'ada', createdAt: 0, isDisabled: false };
  addWebhook(database, seal, made, SECRET);
}

const GATE: readonly UntimedEvent[] = [begun(approvePath(0)), gateOpened(approvePath(0))];

async function run(...events: readonly UntimedEvent[]): Promise<string> {
  const [first, ...rest] = timed(started, ...events);
  if (first === undefined) throw new Error('no event');
  const id = await journal.create('plan', ladderPlan(), first);
  const claim = await journal.claim('test', clock.now(), 60_000, id);
  if (claim === undefined) throw new Error('not claimed');
  await journal.append(claim, 1, rest);
  return id;
}

async function received(count: number): Promise<readonly string[]> {
  await eventually(`${count} deliveries`, async () => {
    await clock.advance(300);
    return receiver.received.length >= count;
  });
  return receiver.received.map(({ headers }) => String(headers['penstock-event']));
}

test('a webhook is told what it asked for, signed so that the receiver can check it', async () => {
  tellThem(receiver.url, ['WaitingForUserAction']);
  open();
  await clock.advance(300);
  await run(...GATE);
  expect(await received(1)).toEqual(['WaitingForUserAction']);
  const [request] = receiver.received;
  const body = request?.body ?? '';
  expect(JSON.parse(body)).toMatchObject({
    project: 'shop',
    run: '1',
    message: 'Move the traffic?',
  });
  const [, seconds = '', mac = ''] =
    /^t=(\d+),v1=(.*)$/.exec(String(request?.headers['penstock-signature'])) ?? [];
  expect(mac).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
});

test('what was recorded while no server ran is told at the next start, and nothing twice', async () => {
  tellThem(receiver.url, ['AllEvents']);
  open();
  await clock.advance(300);
  await close();
  await run(...GATE);
  open();
  expect(await received(2)).toEqual(['PipelineStart', 'WaitingForUserAction']);
  await close();
  open();
  await clock.advance(2_000);
  expect(receiver.received).toHaveLength(2);
});

test('what could not be read for a moment is told in the end, though the run has gone on meanwhile', async () => {
  tellThem(receiver.url, ['AllEvents']);
  const { read } = journal;
  let isBroken = true;
  journal = {
    ...journal,
    read: (id, from, limit) =>
      isBroken ? Promise.reject(new Error('the disk is busy')) : read(id, from, limit),
  };
  const failed: string[] = [];
  open((id) => void failed.push(id));
  await clock.advance(300);
  await run();
  await eventually('the failure', async () => {
    await clock.advance(300);
    return failed.length > 0;
  });
  isBroken = false;
  const claim = await journal.claim('test', clock.now() + 120_000, 60_000, '1', 'test');
  if (claim === undefined) throw new Error('not claimed');
  await journal.append(claim, 1, timed(started, ...GATE).slice(1));
  await eventually('both', async () => {
    await clock.advance(10_000);
    return receiver.received.length >= 2;
  });
  expect(failed).toEqual(['1']);
  const events = receiver.received.map(({ headers }) => headers['penstock-event']);
  expect(events.toSorted()).toEqual(['PipelineStart', 'WaitingForUserAction']);
});

test('what is not taken is sent again, later each time, and given up after nine tries', async () => {
  status = 503;
  tellThem(receiver.url, ['WaitingForUserAction']);
  open();
  await clock.advance(300);
  await run(...GATE);
  await received(1);
  await tail?.close();
  for (let tries = 2; tries <= 9; tries += 1) {
    await eventually(`try ${tries}`, async () => {
      await clock.advance(600_000);
      return receiver.received.length >= tries;
    });
  }
  const [delivery] = await eventually('its end', async () => {
    const all = listDeliveries(database, `to-${receiver.url.at(-1)}`, 1_000, 10);
    return all[0]?.status === 'given-up' ? all : undefined;
  });
  expect([delivery?.tries, delivery?.answer]).toEqual([9, '503']);
  status = 200;
  sendAgain(database, `to-${receiver.url.at(-1)}`, delivery?.id ?? 0, clock.now());
  postman?.wake();
  await received(10);
});

test('a rehearsal is told to this machine only, and the log says so', async () => {
  tellThem('https://hooks.example/x', ['WaitingForUserAction']);
  open();
  await clock.advance(300);
  await run(...GATE);
  const [delivery] = await eventually('the refusal', async () => {
    await clock.advance(300);
    const all = listDeliveries(database, 'to-x', 1_000, 10);
    return all.length > 0 ? all : undefined;
  });
  expect(delivery).toMatchObject({ status: 'given-up', tries: 0 });
  expect(delivery?.answer).toMatch(/a rehearsal reaches nothing but this machine/);
  sendAgain(database, 'to-x', delivery?.id ?? 0, clock.now());
  postman?.wake();
  const [again] = await eventually('the refusal of the second try', async () => {
    const all = listDeliveries(database, 'to-x', 1_000, 10);
    return all[0]?.tries === 1 ? all : undefined;
  });
  expect(again).toMatchObject({ status: 'given-up', answer: delivery?.answer });
});

test('a broken key ends nothing: it is tried again, and sent when the key is back', async () => {
  tellThem(receiver.url, ['WaitingForUserAction']);
  const file = join(folder, 'seal.key');
  const key = readFileSync(file);
  writeFileSync(file, 'short');
  open();
  await clock.advance(300);
  await run(...GATE);
  const webhook = `to-${receiver.url.at(-1)}`;
  await eventually('a try in vain', async () => {
    await clock.advance(300);
    return listDeliveries(database, webhook, 1_000, 10)[0]?.answer?.includes('is no key') === true;
  });
  writeFileSync(file, key);
  expect(await received(1)).toEqual(['WaitingForUserAction']);
});

test('a database that fails is told and looked at again a minute later', async () => {
  tellThem(receiver.url, ['WaitingForUserAction']);
  open();
  await clock.advance(300);
  const { one } = database;
  Object.assign(database, {
    one: () => {
      throw new Error('the disk is full');
    },
  });
  await run(...GATE);
  await eventually('the defect', async () => {
    await clock.advance(300);
    return defects.length > 0;
  });
  expect(defects).toHaveLength(1);
  Object.assign(database, { one });
  await eventually('the delivery', async () => {
    await clock.advance(60_000);
    return receiver.received.length === 1;
  });
});

test('the secret stands in the database sealed', () => {
  tellThem(receiver.url, ['AllEvents']);
  database.all('PRAGMA wal_checkpoint(TRUNCATE)');
  const files = ['control-room.sqlite', 'control-room.sqlite-wal'].map((name) =>
    readFileSync(join(folder, name), 'latin1'),
  );
  expect(files.join('')).not.toContain(SECRET);
});
