// `penstock/twin`: a whole twin inside of somebody's own program or test, served over real HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Json, JsonObject } from '../../lib/json.ts';
import { parseFault } from '../../twin/http/parse-fault.ts';
import { isAdvance, LONGEST_MS } from '../../twin/http/time-routes.ts';
import { parseWorldSpec } from '../../twin/parse-world-spec.ts';
import type { WorldSpec } from '../../twin/world-spec.ts';
import { readWorld } from '../read-world.ts';
import { checkTwinOptions } from './check-twin-options.ts';
import { clientEnvironment } from './client-environment.ts';
import { startTwin } from './start-twin.ts';
import type { StartedTwin } from './twin-settings.ts';

export interface TwinOptions {
  /** The world in its JSON form, or the path of a world file. */
  readonly world: object | string;
  /**
   * `simulated` (when left out): instances answer as the world's AMIs say, without processes.
   * `processes`: each is the program its AMI names, in the folder of the world file or `folder`.
   */
  readonly instances?: 'simulated' | 'processes';
  /** How much faster than the wall its clock runs; 60 when left out. */
  readonly speed?: number;
  /** `virtual`: its clock stands still until `advance`. */
  readonly clock?: 'running' | 'virtual';
  /** The port of its APIs; any free one when left out. */
  readonly port?: number;
  readonly folder?: string;
}

export interface EmbeddedTwin extends AsyncDisposable {
  /** Where the APIs of AWS and Spot are served, and the twin's own at `/_twin/…`. */
  readonly url: string;
  /** The variables with which clients of AWS and Spot find it; nothing is set. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where requests to the load balancers go, now: a listener made later is there once it listens. */
  readonly listeners: readonly EmbeddedListener[];
  /** What the twin's clock shows, in milliseconds since 1970. */
  now(): number;
  /** Moves the clock on, by a year at most; resolves when all that was due on the way is done, health checks included. */
  advance(ms: number): Promise<void>;
  /** As `POST /_twin/faults` takes it; throws when it is none, or names what is not there. */
  inject(fault: object): void;
  clearFaults(): void;
  snapshot(): JsonObject;
  /** Puts the twin back where the snapshot of the same world was taken; times are carried over to now. */
  restore(snapshot: JsonObject): Promise<void>;
  /** The whole world as it really is, without lag. */
  inspect(): JsonObject;
  /** Ends it with all its instances; may be called again. Afterwards it can only be looked at. */
  close(): Promise<void>;
}

export interface EmbeddedListener {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  /** The port that the world gives it. */
  readonly port: number;
  /** Where it really listens. */
  readonly url: string;
}

/** Resolves when the first instances, the listeners and the APIs answer; else rejects, and leaves nothing. */
export async function createTwin(options: TwinOptions): Promise<EmbeddedTwin> {
  checkTwinOptions(options);
  const { world, instances = 'simulated', speed = 60, clock = 'running', port } = options;
  const file = typeof world === 'string' ? resolve(world) : undefined;
  const spec = file === undefined ? parseWorldSpec(world as Json) : readWorld(file);
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-twin-'));
  const forget = (): void => rmSync(stateFolder, { recursive: true, force: true });
  try {
    const started = await startTwin({
      spec,
      instances,
      speed: clock === 'virtual' ? 0 : speed,
      stateFolder,
      programFolder: options.folder ?? (file === undefined ? process.cwd() : dirname(file)),
      ...(port === undefined ? {} : { port }),
    });
    return embedded(started, spec, forget);
  } catch (error) {
    forget();
    throw error;
  }
}

function embedded(started: StartedTwin, spec: WorldSpec, forget: () => void): EmbeddedTwin {
  const { twin, url } = started;
  let isClosed = false;
  const need = (): void => {
    if (isClosed) throw new Error('This twin was closed.');
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await started.close();
    forget();
  };
  return {
    url,
    environment: clientEnvironment(url, spec),
    get listeners(): readonly EmbeddedListener[] {
      return started.addresses.map(({ loadBalancerArn, listenerArn, port, host, actualPort }) => ({
        loadBalancerArn,
        listenerArn,
        port,
        url: `http://${host}:${actualPort}`,
      }));
    },
    now: () => started.clock.now(),
    async advance(ms) {
      need();
      if (!isAdvance(ms)) {
        throw new TypeError(`A clock moves on by 0 to ${LONGEST_MS} ms, not by ${ms}.`);
      }
      await started.advance(ms);
    },
    inject(fault) {
      need();
      const parsed = parseFault(fault as Json);
      if (!parsed.ok) throw new TypeError(parsed.message);
      twin.inject(parsed.fault);
    },
    clearFaults: twin.clearFaults,
    snapshot: twin.snapshot,
    async restore(snapshot) {
      need();
      twin.restore(snapshot);
      await started.settled();
    },
    inspect: twin.inspect,
    close,
    [Symbol.asyncDispose]: close,
  };
}
