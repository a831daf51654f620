// The table of holds: which execution has a resource; the primary key lets no two have the same.
import type { DatabaseSync } from 'node:sqlite';
import type { ExecutionId } from '../../execution/journal.ts';
import type { Resource } from '../../execution/locks.ts';

export interface HoldTable {
  holderOf(resource: Resource): ExecutionId | undefined;
  take(execution: number, resources: readonly Resource[]): void;
  giveUp(execution: number): void;
  of(execution: number): readonly Resource[];
}

export function holdTable(database: DatabaseSync): HoldTable {
  const holder = database.prepare(
    'SELECT execution FROM hold WHERE world = ? AND kind = ? AND name = ?',
  );
  const insert = database.prepare(
    'INSERT INTO hold (world, kind, name, execution) VALUES (?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM hold WHERE execution = ?');
  const select = database.prepare('SELECT world, kind, name FROM hold WHERE execution = ?');
  return {
    holderOf({ world, kind, name }) {
      const found = holder.get(world, kind, name);
      return found === undefined ? undefined : String(found['execution']);
    },
    take(execution, resources) {
      for (const { world, kind, name } of resources) insert.run(world, kind, name, execution);
    },
    giveUp: (execution) => void remove.run(execution),
    of: (execution) =>
      select.all(execution).map(({ world, kind, name }) => ({
        world: String(world),
        kind: kind as Resource['kind'],
        name: String(name),
      })),
  };
}
