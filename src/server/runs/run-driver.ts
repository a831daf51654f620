// Who drives a run now, in words, and whether it stands still: from its row and from what this server does with it.
import { isGone, ownerText } from '../../app/owner.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import type { Driver } from '../driver/driver.ts';
import type { DriverNow } from './run-source.ts';

export interface DriverLook {
  readonly driver: Pick<Driver, 'statusOf'>;
  /** The name of this process in journals. */
  readonly owner: string;
  readonly wallNow: () => number;
  /** Since when a run was seen to be nobody's. */
  readonly nobodySince: Map<string, number>;
}

const HERE = 'this server';
/** Between two owners a run is nobody's for a moment. */
const MOMENT_MS = 2_000;

export function driverNow(row: ExecutionRow, look: DriverLook): DriverNow {
  const { nobodySince, wallNow } = look;
  const driver = driverOf(row, look);
  if (driver !== null || row.phase === 'done') {
    nobodySince.delete(row.id);
    return { driver, standsStill: false };
  }
  const status = look.driver.statusOf(row.id);
  if (status?.kind === 'refused') return { driver: null, standsStill: true, refused: status.says };
  const since = nobodySince.get(row.id) ?? wallNow();
  nobodySince.set(row.id, since);
  return { driver: null, standsStill: wallNow() - since >= MOMENT_MS };
}

function driverOf(row: ExecutionRow, { driver, owner, wallNow }: DriverLook): string | null {
  if (row.phase === 'done') return null;
  if (row.owner !== undefined && row.leaseUntil > wallNow()) {
    // Whether another process lives is asked of the system, for each run of each list.
    if (row.owner === owner) return HERE;
    if (!isGone(row.owner)) return ownerText(row.owner);
  }
  const status = driver.statusOf(row.id);
  return status?.kind === 'driven' || status?.kind === 'waiting' ? HERE : null;
}
