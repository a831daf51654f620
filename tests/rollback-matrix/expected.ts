// What must come of a cell, worked out from the cell alone: never from what a run has once done.
import type { Cause, EndState } from '../../src/execution/event.ts';
import { setupCalls } from './calls.ts';
import type { Cell, Place } from './cells.ts';

/** A thing that a Dirty run must name; everything that none of them covers is as before. */
export type Left =
  | 'the prod rule'
  | 'the stage rule'
  | 'blue'
  | 'the tasks of blue'
  | 'the processes of blue'
  | 'the leftover'
  | 'green';

export interface Expected {
  readonly end: EndState;
  /** More than one where no promise says which. */
  readonly causes: readonly Cause[];
  readonly exitCode: number;
  readonly left: readonly Left[];
  /** The group that made room for green does not come back, wherever the run ends after that. */
  readonly isLeftoverGone: boolean;
  readonly inWords: string;
}

export function expectedOf(cell: Cell): Expected {
  const left = cell.place.row === 'in the way back' ? leftBy(cell, cell.place) : [];
  const causes = causesOf(cell);
  const end = endOf(cell, causes, left);
  return {
    end,
    causes,
    left,
    exitCode: EXIT_CODES[end],
    isLeftoverGone: cell.deployment === 'third' && hasReached(cell, 'delete the leftover'),
    inWords: wordsOf(end, left),
  };
}

const CAUSE = { failed: 'failed', rejected: 'rejected', aborted: 'aborted' } as const;

/**
 * A gate and a script run out of time, and so does a step that may not say how its own write ended. A
 * step that cannot read any more gives up a little earlier and fails, unless a call that is still under
 * way by then keeps it until it is cut off.
 */
function causesOf({ outcome, place }: Cell): readonly Cause[] {
  if (outcome !== 'timed out') return [CAUSE[outcome]];
  switch (place.row) {
    case 'in the setup':
    case 'at the swap of names and tasks':
      if (place.call.writes) return ['expired'];
      return place.call.name === 'read blue' ? ['failed', 'expired'] : ['failed'];
    case 'while a rung settles':
    case 'in the bake':
      return ['failed', 'expired'];
    default:
      return ['expired'];
  }
}

/** As people and scripts know them. */
const EXIT_CODES: Readonly<Record<EndState, number>> = {
  Success: 0,
  Failed: 1,
  RolledBack: 4,
  Dirty: 5,
  Rejected: 6,
  Expired: 7,
  Aborted: 8,
};

const UNTOUCHED: Readonly<Record<Cause, EndState>> = {
  failed: 'Failed',
  rejected: 'Rejected',
  expired: 'Expired',
  aborted: 'Aborted',
  interrupted: 'Failed',
};

function endOf(cell: Cell, [cause = 'failed']: readonly Cause[], left: readonly Left[]): EndState {
  if (left.length > 0) return 'Dirty';
  const [first] = setupCalls(cell.deployment).filter(({ writes }) => writes);
  return hasReached(cell, first?.name ?? '') ? 'RolledBack' : UNTOUCHED[cause];
}

const REFUSED_DELETE = 'a setup that was refused to delete what was left';
const LOST_CREATE = 'a create that was never answered';

/** Whether this call of the setup has taken effect before the run went back. */
function hasReached({ deployment, place, outcome }: Cell, call: string): boolean {
  if (place.row === 'before the setup') return false;
  if (place.row === 'in the way back' && place.origin === REFUSED_DELETE) {
    return call !== 'delete the leftover';
  }
  if (place.row !== 'in the setup') return true;
  const names = setupCalls(deployment).map(({ name }) => name);
  const reached = names.indexOf(place.call.name);
  const asked = names.indexOf(call);
  return reached > asked || (reached === asked && outcome !== 'failed');
}

type WayBackPlace = Extract<Place, { row: 'in the way back' }>;

/** What stays when the way back may never do this; once without an answer keeps it from nothing. */
function leftBy(
  { deployment, outcome }: Cell,
  { origin, call, times }: WayBackPlace,
): readonly Left[] {
  if (times === 'once') return [];
  const blue: readonly Left[] = deployment === 'first' ? [] : ['blue', 'the tasks of blue'];
  // A rule that was never written needs no way back.
  const hasShifted = origin !== REFUSED_DELETE && origin !== LOST_CREATE;
  switch (call.name) {
    case 'read the leftover':
    case 'size the leftover':
      return ['the leftover'];
    // A group whose creation nobody has seen may be there.
    case 'list the groups':
      return ['green'];
    // Without a look at the rules or at blue's health nothing is put back, and all stays up.
    case 'read the rules':
    case "read the health of blue's target group":
      return hasShifted ? ['the prod rule', 'the stage rule', ...blue, 'green'] : [];
    // Names and sizes go on telling who has the traffic.
    case 'write the prod rule':
      return ['the prod rule', ...blue, 'green'];
    case 'write the stage rule':
      return ['the stage rule', 'green'];
    // Green may go only where all rules are seen to give it nothing, and its instances to be gone.
    case 'list the listeners':
    case 'list the rules':
    case 'list the instances of green':
    case 'empty green':
    case 'delete green':
      return ['green'];
    case 'read blue':
      return blue;
    case 'rename blue':
    case 'size blue':
      return ['blue'];
    case 'write the tasks of blue':
      return ['the tasks of blue'];
    // Only an abort in the middle of a rung leaves the processes suspended.
    case 'resume blue':
      return outcome === 'aborted' ? ['the processes of blue'] : [];
    // What concerns green alone goes with it; late metrics and Spot's veto hold nothing up.
    default:
      return [];
  }
}

function wordsOf(end: EndState, left: readonly Left[]): string {
  if (end === 'Dirty') return `all but ${left.join(', ')} as before`;
  return end === 'RolledBack' ? 'all as before' : 'nothing was touched';
}
