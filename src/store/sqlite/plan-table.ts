// The table of plans: each kept once by its hash, however many executions follow it.
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../plan/plan.ts';
import { damaged } from '../journal-errors.ts';

export interface PlanTable {
  keep(planHash: string, body: string): void;
  find(planHash: string): Plan | undefined;
}

export function planTable(database: DatabaseSync): PlanTable {
  const insert = database.prepare(
    'INSERT INTO plan (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const select = database.prepare('SELECT body FROM plan WHERE hash = ?');
  return {
    keep: (planHash, body) => void insert.run(planHash, body),
    find: (planHash) => {
      const found = select.get(planHash);
      return found === undefined ? undefined : parsed(planHash, String(found['body']));
    },
  };
}

function parsed(planHash: string, body: string): Plan {
  try {
    return JSON.parse(body);
  } catch {
    return damaged(`the plan ${planHash} cannot be read`);
  }
}
