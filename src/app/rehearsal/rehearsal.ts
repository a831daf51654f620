// A rehearsal of a project: its own twin, version 1 live, and clients that send requests all the time.
import { join } from 'node:path';
import { readWorld } from '../read-world.ts';
import { startTrafficClient, type TrafficClient } from '../traffic-client/traffic-client.ts';
import { spawnTwin } from '../twin/spawn-twin.ts';
import type { RunningTwin } from '../twin/twin-settings.ts';
import { readTwinWorld, type TwinWorldState } from './twin-world.ts';

/** Real requests per second, by listener port and host. */
export interface Load {
  readonly port: number;
  readonly host: string;
  readonly requestsPerSecond: number;
}

export interface RehearsalRequest {
  readonly folder: string;
  readonly stateFolder: string;
  readonly speed: number;
  readonly load: readonly Load[];
  readonly versionHeader: string;
}

export interface Requests {
  readonly sent: number;
  readonly failed: number;
  readonly byVersion: Readonly<Record<string, number>>;
}

export interface Rehearsal {
  readonly twin: RunningTwin;
  /** What the clients have counted so far. */
  requests(): Requests;
  /** Ends the clients and gives the exact counts. */
  stopClients(): Promise<Requests>;
  /** The twin's world as it really is. */
  world(): Promise<TwinWorldState>;
  /** Health checks of a group's instances fail from now on. */
  failHealth(groupId: string): Promise<void>;
  /** Ends whatever of clients and twin still runs; may be called again. */
  close(): Promise<void>;
}

export async function startRehearsal(request: RehearsalRequest): Promise<Rehearsal> {
  const twin = await spawnTwin({
    spec: readWorld(join(request.folder, 'world.yaml')),
    speed: request.speed,
    stateFolder: request.stateFolder,
    programFolder: request.folder,
  });
  const clients: TrafficClient[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(clients.map((client) => client.stop()));
    await twin.close();
  };
  try {
    for (const { port, actualPort } of twin.addresses) {
      const hosts = request.load.filter((each) => each.port === port);
      const { versionHeader } = request;
      if (hosts.length > 0)
        clients.push(await startTrafficClient({ port: actualPort, hosts, versionHeader }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    twin,
    requests: () => sum(clients.map((client) => client.counts())),
    stopClients: async () => sum(await endAll(clients)),
    world: () => readTwinWorld(twin.url),
    failHealth: (groupId) => inject(twin.url, { kind: 'failing-health', groupId }),
    close,
  };
}

type Counted = Awaited<ReturnType<TrafficClient['stop']>>;

function endAll(clients: readonly TrafficClient[]): Promise<Counted[]> {
  return Promise.all(clients.map((client) => client.stop()));
}

function sum(reports: readonly Counted[]): Requests {
  const byVersion: Record<string, number> = {};
  let sent = 0;
  let failed = 0;
  for (const report of reports) {
    sent += report.sent;
    failed += report.failed;
    for (const [version, count] of Object.entries(report.versions)) {
      byVersion[version] = (byVersion[version] ?? 0) + count;
    }
  }
  return { sent, failed, byVersion };
}

async function inject(url: string, fault: object): Promise<void> {
  const answer = await fetch(`${url}/_twin/faults`, {
    method: 'POST',
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`the twin refused the fault: ${await answer.text()}`);
}
