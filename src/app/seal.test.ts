// Sealing: what the key opens, what nothing opens, and who may read the key.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withSeal } from './seal.ts';
import { createSecrets } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-seal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const none = createSecrets([], '/', {});

test('what one process has sealed another opens, and hides from then on', () => {
  const sealed = withSeal(none, folder).seal?.('hunter2-hunter2') ?? '';
  const later = withSeal(none, folder);
  expect(later.hidden?.()).toEqual([]);
  expect(later.open?.(sealed)).toBe('hunter2-hunter2');
  expect(later.hidden?.()).toEqual(['hunter2-hunter2']);
});

test('the sealed text differs each time and does not hold the value', () => {
  const secrets = withSeal(none, folder);
  const [one, other] = [secrets.seal?.('hunter2-hunter2'), secrets.seal?.('hunter2-hunter2')];
  expect(one).not.toBe(other);
  expect(Buffer.from(String(one).slice(3), 'base64url').toString('latin1')).not.toContain(
    'hunter2',
  );
});

test('the key is a file for this user only', () => {
  withSeal(none, folder).seal?.('x');
  expect(statSync(join(folder, 'seal.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'seal.key'))).toHaveLength(32);
});

test('a changed text, another key and no key open nothing', () => {
  const secrets = withSeal(none, folder);
  const sealed = secrets.seal?.('hunter2-hunter2') ?? '';
  const last = sealed.endsWith('A') ? 'B' : 'A';
  expect(secrets.open?.(`${sealed.slice(0, -1)}${last}`)).toBeUndefined();
  expect(secrets.open?.('hunter2')).toBeUndefined();
  rmSync(join(folder, 'seal.key'));
  expect(secrets.open?.(sealed)).toBeUndefined();
  secrets.seal?.('another');
  expect(secrets.open?.(sealed)).toBeUndefined();
});
