// The rows of all runs, read again only when somebody has written to the journal since.
import type { Engine } from '../../app/engine.ts';
import type { ExecutionRow } from '../../execution/journal.ts';

/** The same array as before as long as nothing is new; the newest run first. */
export type RunRows = () => Promise<readonly ExecutionRow[]>;

export function createRunRows(
  journal: Pick<Engine['journal'], 'list'>,
  pulse: Pick<ReturnType<Engine['pulse']>, 'hasChanged'>,
): RunRows {
  let rows: Promise<readonly ExecutionRow[]> | undefined;
  return () => {
    if (pulse.hasChanged() || rows === undefined) {
      const fresh = journal.list();
      fresh.catch(() => {
        if (rows === fresh) rows = undefined;
      });
      rows = fresh;
    }
    return rows;
  };
}
