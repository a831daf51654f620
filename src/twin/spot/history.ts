// What really happened to a group, by time: Spot's log lines and the events among them.
import type { JsonObject } from '../../lib/json.ts';

export type Severity = 'INFO' | 'WARN' | 'ERROR';

export interface HistoryEntry {
  readonly at: number;
  readonly severity: Severity;
  readonly message: string;
  /** The instance or request that the line is about. */
  readonly resourceId?: string;
}

export interface GroupEvent {
  readonly at: number;
  readonly eventType: 'Create' | 'Update' | 'Scale' | 'DetachInstances' | 'InstanceReplacement';
  readonly subEvents: readonly JsonObject[];
}

/** Oldest first; the oldest are forgotten where there are too many. */
export interface History {
  readonly lines: readonly HistoryEntry[];
  readonly events: readonly GroupEvent[];
  log(entry: HistoryEntry): void;
  happened(event: GroupEvent): void;
}

const MOST = 5_000;

export function createHistory(first?: Pick<History, 'lines' | 'events'>): History {
  const lines = [...(first?.lines ?? [])];
  const events = [...(first?.events ?? [])];
  return {
    lines,
    events,
    log: (entry) => append(lines, entry),
    happened: (event) => append(events, event),
  };
}

export function logInstance(
  { history }: { readonly history: History },
  { instanceId }: { readonly instanceId: string },
  at: number,
  what: string,
): void {
  const message = `Instance ${instanceId} ${what}.`;
  history.log({ at, severity: 'INFO', message, resourceId: instanceId });
}

function append<Item>(to: Item[], item: Item): void {
  to.push(item);
  if (to.length > MOST) to.shift();
}
