// One process at a time: those who come meanwhile wait, and what a dead process left is taken over.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSystemClock } from '../../app/system-clock.ts';
import { alone } from './alone.ts';

const parent = mkdtempSync(join(tmpdir(), 'penstock-alone-'));
const folder = join(parent, 'working');
const clock = createSystemClock();

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('who comes while another works begins when that one is done', async () => {
  let atOnce = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
  };
  const all = [1, 2, 3].map(() => alone({ folder, clock, withinMs: 10_000 }, work));
  await Promise.all(all);
  expect(most).toBe(1);
  expect(existsSync(folder)).toBe(false);
});

test('what a process left that is gone holds nobody up', async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'pid'), '4194305');
  let isDone = false;
  await alone({ folder, clock, withinMs: 600_000 }, async () => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});

test('work that fails lets the next begin', async () => {
  const failing = alone({ folder, clock, withinMs: 10_000 }, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  await alone({ folder, clock, withinMs: 10_000 }, async () => undefined);
});
