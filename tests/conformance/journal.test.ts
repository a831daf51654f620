// The journal port over every store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { durableJournalSuite, type JournalSetup, journalSuite, type Reopening } from './journal.ts';

const isGone = (owner: string): boolean => owner === 'dead';

journalSuite('memory', async (wallNow) => ({ journal: createMemoryJournal({ wallNow, isGone }) }));

const sqlite: JournalSetup<Reopening> = async (wallNow) => {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'state', 'penstock.db');
  const journal = openSqliteJournal({ file, wallNow, isGone });
  return {
    journal,
    reopen: async () => {
      await journal.close();
      return openSqliteJournal({ file, wallNow, isGone });
    },
  };
};
journalSuite('SQLite', sqlite);
durableJournalSuite('SQLite', sqlite);
