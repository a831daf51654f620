// The table of places in lines; the order of their ids is the order of coming, over all executions.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Place } from '../../execution/lines.ts';
import type { NodePath } from '../../plan/plan.ts';
import type { LineChange } from '../line-rules.ts';

export interface PlaceTable {
  change(execution: number, changes: readonly LineChange[]): void;
  /** All places of the line in which this step has one, the first one first. */
  lineOf(execution: number, step: NodePath): readonly Place[];
}

export function placeTable(database: DatabaseSync): PlaceTable {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO place (key, execution, step, scope) VALUES (?, ?, ?, ?)',
  );
  const removeScope = database.prepare('DELETE FROM place WHERE execution = ? AND scope = ?');
  const removeStep = database.prepare('DELETE FROM place WHERE execution = ? AND step = ?');
  const removeAll = database.prepare('DELETE FROM place WHERE execution = ?');
  const select = database.prepare(
    `SELECT * FROM place WHERE key = (SELECT key FROM place WHERE execution = ? AND step = ?)
     ORDER BY id`,
  );
  const apply = (execution: number, change: LineChange): void => {
    switch (change.kind) {
      case 'take': {
        const { key, step, scope } = change.place;
        insert.run(key, execution, step, scope);
        return;
      }
      case 'leave':
        removeScope.run(execution, change.node);
        if (change.ownToo) removeStep.run(execution, change.node);
        return;
      case 'leave all':
        removeAll.run(execution);
    }
  };
  return {
    change(execution, changes) {
      for (const change of changes) apply(execution, change);
    },
    lineOf: (execution, step) => select.all(execution, step).map(placeOf),
  };
}

function placeOf(found: Readonly<Record<string, SQLOutputValue>>): Place {
  return {
    key: String(found['key']),
    execution: String(found['execution']),
    step: String(found['step']),
    scope: String(found['scope']),
  };
}
