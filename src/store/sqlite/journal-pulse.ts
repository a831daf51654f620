// Says whether anybody has committed to a journal's file, of this process or another, without reading any of it.
import { DatabaseSync } from 'node:sqlite';

export interface JournalPulse {
  /** Whether anything was committed since it was last asked; it costs a few microseconds. */
  hasChanged(): boolean;
  close(): void;
}

/** The file must be there. */
export function openJournalPulse(file: string): JournalPulse {
  // A connection of its own: SQLite does not count what a connection has committed itself.
  const database = new DatabaseSync(file, { readOnly: true });
  const version = database.prepare('PRAGMA data_version');
  let last: unknown;
  return {
    hasChanged() {
      const now = version.get()?.['data_version'];
      const hasChanged = now !== last;
      last = now;
      return hasChanged;
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}
