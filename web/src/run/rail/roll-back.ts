// What the red button says and does: ready, pressed once, in flight, over, or nothing to take back.
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { WayBack } from '../../../../src/api/schemas/run-parts.ts';
import { count } from '../../parts/numbers.ts';

export type RollBackState =
  | { readonly is: 'ready'; readonly says: string }
  | { readonly is: 'in-flight'; readonly says: string }
  | { readonly is: 'none'; readonly says: string };

export function rollBackState(page: RunPage, wayBack: WayBack | undefined): RollBackState {
  if (page.endedAt === null && (page.isRollingBack || page.abort?.restore === true)) {
    return { is: 'in-flight', says: inFlight(page) };
  }
  if (page.abort !== null && page.endedAt === null) {
    return { is: 'none', says: `${page.abort.by} ends it, to be left as it stands` };
  }
  switch (page.status) {
    case 'RolledBack':
      return { is: 'none', says: 'Everything is back' };
    case 'Dirty':
      return { is: 'none', says: 'The way back has ended: see what is left over' };
    case 'Failed':
    case 'Rejected':
    case 'Expired':
    case 'Aborted':
      return { is: 'none', says: 'Nothing was moved' };
    default:
      break;
  }
  if (wayBack?.kind === 'none') return { is: 'none', says: wayBack.says };
  return { is: 'ready', says: 'Roll back now' };
}

/** The rules that are back of those that the run has touched. */
function rulesOf(page: RunPage): { readonly all: number; readonly back: number } {
  const all = page.lanes
    .filter(({ beforeAt }) => beforeAt !== null)
    .reduce((sum, { rules }) => sum + rules.length, 0);
  const back = page.restored.filter(({ outcome }) => outcome !== 'left').length;
  return { all: Math.max(all, page.restored.length), back };
}

function inFlight(page: RunPage): string {
  const { all, back } = rulesOf(page);
  if (all === 0) return 'Going back';
  if (back < all) return `${back} of ${count(all, 'rule')} back`;
  return `${count(all, 'rule')} back, then the groups`;
}

/** The same button's words after the first press. */
export function confirmation(page: RunPage): string {
  const { all } = rulesOf(page);
  return all === 0 ? 'Yes: everything back now' : `Yes: ${count(all, 'rule')} back to blue now`;
}
