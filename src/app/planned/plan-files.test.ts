// Plans kept by their hash: found by its beginning, readable by their owner only, bounded in number.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Matters } from '../../steps/outlook/matters.ts';
import { sha256 } from '../hash.ts';
import { stateFolderAt } from '../state-folder.ts';
import type { PlannedRun } from './look-at-run.ts';
import { findPlan, keepPlan } from './plan-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-plans-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plan(world: string, hash = sha256(world)): PlannedRun {
  return { hash, matters: { world } as Matters, outlook: {} as PlannedRun['outlook'] };
}

const state = () => stateFolderAt(folder);

test('a plan is found by its hash and by the beginning of it', () => {
  const kept = plan('a twin');
  keepPlan(state(), kept);
  for (const wanted of [kept.hash, kept.hash.slice(0, 12)]) {
    expect(findPlan(state(), wanted)).toEqual({ hash: kept.hash, matters: { world: 'a twin' } });
  }
  const file = join(folder, 'plans', `${kept.hash}.json`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a beginning that fits two plans is refused', () => {
  for (const end of ['0', '1']) keepPlan(state(), plan('', `${'a'.repeat(63)}${end}`));
  expect(() => findPlan(state(), 'aaaaaaaaaaaa')).toThrow(/Several plans begin with aaaaaaaaaaaa/);
});

test.each(['', 'abc', '../../etc/passwd', 'f'.repeat(64)])('"%s" is no plan here', (wanted) => {
  expect(() => findPlan(state(), wanted)).toThrow(/No plan .* is known here/);
});

test('a damaged plan is refused with what to do', () => {
  const kept = plan('a twin');
  keepPlan(state(), kept);
  writeFileSync(join(folder, 'plans', `${kept.hash}.json`), '{');
  expect(() => findPlan(state(), kept.hash)).toThrow(/cannot be read\. Make a new one/);
});

test('only the newest fifty stay', () => {
  for (let index = 0; index < 53; index++) keepPlan(state(), plan(`world ${index}`));
  expect(readdirSync(join(folder, 'plans'))).toHaveLength(50);
  expect(findPlan(state(), sha256('world 52')).matters.world).toBe('world 52');
});
