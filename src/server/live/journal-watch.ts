// Tells everybody in the process, a moment later, that somebody of any process has written to the journal.
import type { Engine } from '../../app/engine.ts';

export interface JournalWatch {
  /** Calls back after every change, several at once as one; answers how to end that. */
  onChange(listener: () => void): () => void;
  close(): void;
}

const LOOK_MS = 20;

export function watchJournal(pulse: ReturnType<Engine['pulse']>): JournalWatch {
  const listeners = new Set<() => void>();
  const timer = setInterval(() => {
    if (listeners.size === 0 || !pulse.hasChanged()) return;
    for (const listener of listeners) listener();
  }, LOOK_MS);
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      listeners.clear();
      pulse.close();
    },
  };
}
