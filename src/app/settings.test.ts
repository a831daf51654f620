// What penstock.yaml says beside the settings of environments.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('without labels a runner takes every step, with an empty list only those that ask for none', () => {
  expect(readSettings(folder).runnerLabels).toBeUndefined();
  writeFileSync(join(folder, 'penstock.yaml'), 'runnerLabels: [west, gpu]\n');
  expect(readSettings(folder).runnerLabels).toEqual(['west', 'gpu']);
  writeFileSync(join(folder, 'penstock.yaml'), 'runnerLabels: []\n');
  expect(readSettings(folder).runnerLabels).toEqual([]);
});
