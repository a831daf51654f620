// The kept-alive connections from the data plane to its targets, one pool per instance.
import {
  type AnswerReader,
  openTargetConnection,
  type TargetConnection,
  type TargetRequest,
} from './target-connection.ts';

export interface TargetAddress {
  readonly host: string;
  readonly port: number;
}

/** As many connections as there are requests under way; each is made by a client's own. */
export interface TargetPool {
  /** The connection that carries it: for this one answer. */
  send(request: TargetRequest, reader: AnswerReader): TargetConnection;
}

export interface TargetPools {
  /** The pool of an instance at one of its addresses. */
  of(instanceId: string, address: TargetAddress): TargetPool;
  /** Lets go of all other instances, each after its last answer. */
  keepOnly(instanceIds: ReadonlySet<string>): void;
  /** Cuts what is open. */
  close(): void;
}

interface OpenPool extends TargetPool {
  readonly address: TargetAddress;
  letGo(): void;
}

export function createTargetPools(): TargetPools {
  const pools = new Map<string, OpenPool[]>();
  const open = new Set<TargetConnection>();
  return {
    of(instanceId, address) {
      const known = pools.get(instanceId) ?? [];
      const there = known.find((each) => isSame(each.address, address));
      if (there !== undefined) return there;
      const pool = createPool(address, open);
      pools.set(instanceId, [...known, pool]);
      return pool;
    },
    keepOnly(instanceIds) {
      for (const [instanceId, known] of pools) {
        if (instanceIds.has(instanceId)) continue;
        pools.delete(instanceId);
        for (const pool of known) pool.letGo();
      }
    },
    close() {
      pools.clear();
      for (const connection of open) connection.abort();
    },
  };
}

function createPool(address: TargetAddress, open: Set<TargetConnection>): OpenPool {
  const idle: TargetConnection[] = [];
  let isLetGo = false;
  const onIdle = (connection: TargetConnection): void => {
    if (isLetGo) connection.abort();
    else idle.push(connection);
  };
  const onGone = (connection: TargetConnection): void => {
    open.delete(connection);
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
  };
  const next = (): TargetConnection => {
    for (let known = idle.pop(); known !== undefined; known = idle.pop()) {
      if (known.isUsable()) return known;
      known.abort();
    }
    const made = openTargetConnection(address, onIdle, onGone);
    open.add(made);
    return made;
  };
  return {
    address,
    send(request, reader) {
      const connection = next();
      connection.send(request, reader);
      return connection;
    },
    letGo() {
      isLetGo = true;
      for (const connection of idle.splice(0)) connection.abort();
    },
  };
}

function isSame(one: TargetAddress, other: TargetAddress): boolean {
  return one.host === other.host && one.port === other.port;
}
