// Exit codes: one per way to end, so that a script can tell them apart.

import type { RefusalKind } from '../app/refusal.ts';
import type { EndState } from '../execution/event.ts';

export const EXIT: Readonly<Record<EndState | RefusalKind, number>> = {
  Success: 0,
  Failed: 1,
  usage: 2,
  invalid: 3,
  RolledBack: 4,
  Dirty: 5,
  Rejected: 6,
  Expired: 7,
  Aborted: 8,
  unreachable: 9,
  state: 1,
};
