// The instance host without processes that still answers real requests: a small server in this process for each instance.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstanceHost } from '../instance-host.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import type { TargetAddress } from './target-pools.ts';

export interface SimulatedServers extends InstanceHost {
  /** Undefined before its server listens and after it was ended. */
  addressOf(instanceId: string): TargetAddress | undefined;
  /** Resolves when the servers of all instances launched so far, or of this one, listen. */
  settled(instanceId?: string): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly server: Server;
  readonly listening: Promise<void>;
  address: TargetAddress | undefined;
}

const HOST = '127.0.0.1';

/** An instance answers as `host` says, with its ids in headers and in a JSON body; not at all while it boots. */
export function createSimulatedServers(host: SimulatedHost): SimulatedServers {
  const instances = new Map<string, Running>();
  const end = ({ server }: Running): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    launch(instance) {
      host.launch(instance);
      const { instanceId, amiId } = instance;
      if (instances.has(instanceId)) return;
      const server = createServer((request, response) =>
        answer(host, { instanceId, amiId }, request, response),
      );
      const listening = new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, HOST, () => {
          running.address = { host: HOST, port: (server.address() as AddressInfo).port };
          resolve();
        });
      });
      const running: Running = { server, listening, address: undefined };
      listening.catch(() => undefined);
      instances.set(instanceId, running);
    },
    terminate(instanceId) {
      host.terminate(instanceId);
      const running = instances.get(instanceId);
      instances.delete(instanceId);
      if (running !== undefined) void end(running);
    },
    check: host.check,
    addressOf: (instanceId) => instances.get(instanceId)?.address,
    async settled(instanceId) {
      const all = instanceId === undefined ? [...instances.values()] : [instances.get(instanceId)];
      await Promise.all(all.map((running) => running?.listening));
    },
    async close() {
      const all = [...instances.values()];
      instances.clear();
      await Promise.all(all.map(end));
    },
  };
}

function answer(
  host: SimulatedHost,
  who: { readonly instanceId: string; readonly amiId: string },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume();
  const simulated = host.respond(who.instanceId);
  if (simulated === undefined) {
    request.socket.destroy();
    return;
  }
  const late = setTimeout(() => {
    response
      .writeHead(simulated.status, {
        'content-type': 'application/json',
        'x-instance-id': who.instanceId,
        'x-ami-id': who.amiId,
      })
      .end(`${JSON.stringify(who)}\n`);
  }, simulated.durationMs);
  response.once('close', () => clearTimeout(late));
}
