// Whether the pages hear the server: since when not, and when the next try is.
import { useSyncExternalStore } from 'react';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly heardAt: number }
  | {
      readonly state: 'lost';
      readonly since: number;
      readonly nextTryAt: number;
      readonly says: string;
      readonly tryNow: () => void;
    }
  /** The server answers, but not with this. */
  | { readonly state: 'refused'; readonly says: string };

const streams = new Map<object, Connection>();
const listeners = new Set<() => void>();
let worst: Connection = { state: 'connecting' };

/** A stream says how it is; `undefined` when it has ended. */
export function reportConnection(stream: object, connection: Connection | undefined): void {
  if (connection === undefined) streams.delete(stream);
  else streams.set(stream, connection);
  const next = worstOf([...streams.values()]);
  if (next === worst) return;
  worst = next;
  for (const listener of listeners) listener();
}

/** Of all streams that are open: the one that is worst off, for the page is as late as that. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => worst);
}

function worstOf(all: readonly Connection[]): Connection {
  return (
    all.find(({ state }) => state === 'lost') ??
    all.find(({ state }) => state === 'refused') ??
    all.find(({ state }) => state === 'connecting') ??
    all[0] ?? { state: 'connecting' }
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
