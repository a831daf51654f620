// Whoever commits to the file is noticed, once, and reading is not.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aPlan, started } from '../../../tests/conformance/journal/journal-bench.ts';
import { openJournalPulse } from './journal-pulse.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

test('a commit of any connection is a change, and each is told once', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pulse-')), 'journal.sqlite');
  const [one, other] = [1, 2].map(() => openSqliteJournal({ file, wallNow: Date.now }));
  const pulse = openJournalPulse(file);
  expect([pulse.hasChanged(), pulse.hasChanged()]).toEqual([true, false]);
  for (const journal of [one, other]) {
    await journal?.create('p', aPlan('p'), started());
    expect([pulse.hasChanged(), pulse.hasChanged()]).toEqual([true, false]);
    await journal?.list();
    expect(pulse.hasChanged()).toBe(false);
  }
  pulse.close();
  await one?.close();
  await other?.close();
});
