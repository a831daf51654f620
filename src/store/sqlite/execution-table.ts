// The table of executions: one row each, with whose turn it is and how long the journal has grown.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { ExecutionRow, Phase } from '../../execution/journal.ts';
import { noSuchExecution } from '../journal-errors.ts';

export interface ExecutionTable {
  insert(planHash: string): number;
  list(): readonly ExecutionRow[];
  find(id: string): ExecutionRow | undefined;
  /** The row that a claim would take: of all, or of the one named, the one that waits longest. */
  claimable(
    now: number,
    wallNow: number,
    id: string | undefined,
    goneOwner: string | undefined,
  ): ExecutionRow | undefined;
  take(id: string, owner: string, leaseUntil: number): void;
  extend(id: string, epoch: number, leaseUntil: number): boolean;
  /** Ends the claim if it is current. */
  free(id: string, epoch: number, wallNow: number): void;
  /** Adds to the length if the claim is current and the length is as given. */
  lengthen(id: string, epoch: number, length: number, by: number): boolean;
  setPhase(id: string, phase: Phase, wakeAt: number | undefined): void;
  addSignal(id: string): void;
}

export function executionTable(database: DatabaseSync): ExecutionTable {
  const sql = statements(database);
  return {
    insert: (planHash) => Number(sql.insert.run(planHash).lastInsertRowid),
    list: () => sql.list.all().map(rowOf),
    find: (id) => optionalRow(sql.find.get(keyOf(id))),
    claimable: (now, wallNow, id, goneOwner) => {
      const given = { now, wallNow, goneOwner: goneOwner ?? null };
      const found =
        id === undefined
          ? sql.claimableOfAll.get(given)
          : sql.claimableOfOne.get({ ...given, id: keyOf(id) });
      return optionalRow(found);
    },
    take: (id, owner, leaseUntil) => void sql.take.run(owner, leaseUntil, keyOf(id)),
    extend: (id, epoch, leaseUntil) => sql.extend.run(leaseUntil, keyOf(id), epoch).changes === 1,
    free: (id, epoch, wallNow) => void sql.free.run(wallNow, keyOf(id), epoch),
    lengthen: (id, epoch, length, by) =>
      sql.lengthen.run(by, keyOf(id), epoch, length).changes === 1,
    setPhase: (id, phase, wakeAt) => void sql.setPhase.run(phase, wakeAt ?? null, keyOf(id)),
    addSignal: (id) => void sql.addSignal.run(keyOf(id)),
  };
}

/** An id as people may type it; one that we never gave out is the key of no row. */
export function keyOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
}

export function existing(row: ExecutionRow | undefined, id: string): ExecutionRow {
  return row ?? noSuchExecution(id);
}

const READY = `phase = 'ready' AND (owner IS NULL OR owner = :goneOwner OR lease_until <= :wallNow)`;
const DUE = `phase = 'parked' AND wake_at <= :now`;
const CURRENT = 'id = ? AND epoch = ? AND owner IS NOT NULL';

function statements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO execution (plan_hash, epoch, length, phase, lease_until)
       VALUES (?, 0, 1, 'ready', 0)`,
    ),
    list: database.prepare('SELECT * FROM execution ORDER BY id DESC'),
    find: database.prepare('SELECT * FROM execution WHERE id = ?'),
    claimableOfAll: database.prepare(
      `SELECT * FROM execution WHERE ${READY} UNION ALL SELECT * FROM execution WHERE ${DUE}
       ORDER BY lease_until, id LIMIT 1`,
    ),
    claimableOfOne: database.prepare(
      `SELECT * FROM execution WHERE id = :id AND ((${READY}) OR (${DUE}))`,
    ),
    take: database.prepare(
      `UPDATE execution SET epoch = epoch + 1, phase = 'ready', wake_at = NULL, owner = ?,
       lease_until = ? WHERE id = ?`,
    ),
    extend: database.prepare(`UPDATE execution SET lease_until = ? WHERE ${CURRENT}`),
    free: database.prepare(`UPDATE execution SET owner = NULL, lease_until = ? WHERE ${CURRENT}`),
    lengthen: database.prepare(
      `UPDATE execution SET length = length + ? WHERE ${CURRENT} AND length = ?`,
    ),
    setPhase: database.prepare('UPDATE execution SET phase = ?, wake_at = ? WHERE id = ?'),
    addSignal: database.prepare(
      `UPDATE execution SET length = length + 1, wake_at = NULL,
       phase = CASE phase WHEN 'parked' THEN 'ready' ELSE phase END WHERE id = ?`,
    ),
  };
}

type Columns = Readonly<Record<string, SQLOutputValue>>;

function optionalRow(found: Columns | undefined): ExecutionRow | undefined {
  return found === undefined ? undefined : rowOf(found);
}

function rowOf(found: Columns): ExecutionRow {
  const { wake_at: wakeAt, owner } = found;
  return {
    id: String(found['id']),
    planHash: String(found['plan_hash']),
    epoch: Number(found['epoch']),
    length: Number(found['length']),
    phase: found['phase'] as Phase,
    wakeAt: wakeAt === null ? undefined : Number(wakeAt),
    owner: owner === null ? undefined : String(owner),
    leaseUntil: Number(found['lease_until']),
  };
}
