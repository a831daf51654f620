// The instance host with real processes: an AMI is a command on this machine, an instance is its process.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceHost } from '../instance-host.ts';
import { checkOverHttp } from './http-check.ts';
import { type InstanceProcess, startInstanceProcess } from './instance-process.ts';
import { startProcessWatchdog } from './process-watchdog.ts';
import type { TargetAddress } from './target-pools.ts';

/**
 * A program that listens on 127.0.0.1 at the port in PORT (0: any) and says where on its first
 * lines of output, with `http://127.0.0.1:<port>`; a further port, such as one for health checks, it
 * names with `port 8081 at http://127.0.0.1:<port>`. It gets INSTANCE_ID, AMI_ID, VERSION and
 * USER_DATA, should finish its requests on SIGTERM, and should end when its stdin closes.
 */
export interface LocalAmi {
  readonly id: string;
  readonly version: string;
  /** `node` as its first word means the Node that runs the twin. */
  readonly command: readonly string[];
  readonly cwd: string;
}

export interface ProcessHostOptions {
  readonly amis: readonly LocalAmi[];
  /** Gets one log file per instance. */
  readonly logFolder: string;
  /** Given to every instance besides PATH; nothing else of this process's environment is. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Real time from SIGTERM to SIGKILL. */
  readonly killAfterMs?: number;
}

export interface ProcessHost extends InstanceHost {
  /** Where an instance really listens; undefined before it does and after it has ended. */
  addressOf(instanceId: string, port?: number): TargetAddress | undefined;
  /** Resolves when every instance launched so far, or this one, listens or has ended. */
  settled(instanceId?: string): Promise<void>;
  /** Ends every instance; nothing that was started here runs afterwards. */
  close(): Promise<void>;
}

const KILL_AFTER_MS = 5_000;

export function createProcessHost(options: ProcessHostOptions): ProcessHost {
  mkdirSync(options.logFolder, { recursive: true });
  const amis = new Map(options.amis.map((ami) => [ami.id, ami]));
  const instances = new Map<string, InstanceProcess>();
  const watchdog = startProcessWatchdog();
  /** Told to end, but not gone yet: another one of the same id may begin. */
  const leaving = new Set<InstanceProcess>();
  const isThere = (instanceId: string): boolean => {
    const known = instances.get(instanceId);
    return known !== undefined && !leaving.has(known);
  };
  let closed = false;
  return {
    launch({ instanceId, amiId, userData }) {
      if (closed || isThere(instanceId)) return;
      const started = startInstanceProcess({
        ami: amis.get(amiId),
        logFile: join(options.logFolder, `${instanceId}.log`),
        environment: {
          ...options.environment,
          INSTANCE_ID: instanceId,
          AMI_ID: amiId,
          USER_DATA: userData,
        },
        killAfterMs: options.killAfterMs ?? KILL_AFTER_MS,
        watchdog,
      });
      instances.set(instanceId, started);
      void started.ended.then(() => {
        leaving.delete(started);
        if (instances.get(instanceId) === started) instances.delete(instanceId);
      });
    },
    terminate(instanceId) {
      const instance = instances.get(instanceId);
      if (instance === undefined) return;
      leaving.add(instance);
      instance.terminate();
    },
    check(instanceId, { port, ownPort = port, path, timeoutMs }, done) {
      const instance = instances.get(instanceId);
      const address = ownPort === port ? instance?.address(port) : instance?.namedAddress(ownPort);
      void checkOverHttp(address, path, timeoutMs).then(done);
    },
    addressOf: (instanceId, port) => instances.get(instanceId)?.address(port),
    async settled(instanceId) {
      const all = instanceId === undefined ? [...instances.values()] : [instances.get(instanceId)];
      await Promise.all(all.map((instance) => instance?.settled));
    },
    async close() {
      closed = true;
      const ending = [...new Set([...leaving, ...instances.values()])];
      for (const instance of ending) instance.terminate();
      await Promise.all(ending.map((instance) => instance.ended));
      await watchdog.close();
    },
  };
}
