// The kept-alive connections from the data plane to its targets, one pool per instance.
import { type Dispatcher, Pool } from 'undici';
import { plainConnector } from './plain-connector.ts';

export interface TargetAddress {
  readonly host: string;
  readonly port: number;
}

export interface TargetPools {
  /** The pool of an instance at this address; an instance that has moved gets a new one. */
  of(instanceId: string, address: TargetAddress): Dispatcher;
  /** Lets go of all other instances, each after its last answer. */
  keepOnly(instanceIds: ReadonlySet<string>): void;
  close(): Promise<void>;
}

const CONNECTIONS_PER_TARGET = 128;
const CONNECT_TIMEOUT_MS = 10_000;

/** `timeoutMs`: how long a target may be silent before or within an answer. */
export function createTargetPools(timeoutMs: number): TargetPools {
  const pools = new Map<string, { readonly origin: string; readonly pool: Pool }>();
  const leaving = new Set<Pool>();
  const letGo = (instanceId: string, pool: Pool): void => {
    pools.delete(instanceId);
    leaving.add(pool);
    pool.close(() => leaving.delete(pool));
  };
  return {
    of(instanceId, address) {
      const origin = `http://${address.host}:${address.port}`;
      const known = pools.get(instanceId);
      if (known?.origin === origin) return known.pool;
      if (known !== undefined) letGo(instanceId, known.pool);
      const pool = new Pool(origin, {
        connections: CONNECTIONS_PER_TARGET,
        connect: plainConnector(Math.min(timeoutMs, CONNECT_TIMEOUT_MS)),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      pools.set(instanceId, { origin, pool });
      return pool;
    },
    keepOnly(instanceIds) {
      for (const [instanceId, { pool }] of pools) {
        if (!instanceIds.has(instanceId)) letGo(instanceId, pool);
      }
    },
    async close() {
      const all = [...leaving, ...[...pools.values()].map(({ pool }) => pool)];
      pools.clear();
      await Promise.all(all.map((pool) => pool.destroy(null)));
    },
  };
}
