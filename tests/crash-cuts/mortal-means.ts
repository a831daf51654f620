// What a process uses that may end anywhere: each call to a cloud, script and append is a point, and what it leaves behind is kept.
import type { Clouds } from '../../src/cloud/clouds.ts';
import type { Journal } from '../../src/execution/journal.ts';
import type { Scripts } from '../../src/execution/step.ts';
import { sleep } from '../../src/lib/clock.ts';
import { lookAt } from '../scenarios/world-state.ts';
import type { Process } from '../simulation/process.ts';
import type { Scene } from './scene.ts';

/** What has left the processes so far, and what of it has taken effect. */
export interface Traces {
  writesSent: number;
  writesDone: number;
  claims: number;
  created: number;
  readonly starts: Map<string, number>;
  readonly scriptEndsAt: Map<string, number>;
}

/** How the name of a point ends at which a write has left and not arrived. */
export const ON_ITS_WAY = ' on its way';

const SCRIPT_MS = 5_000;
const DISK_MS = 1;
/** A write may take this long on its way: the engine reckons with twenty seconds. */
const LATE_MS = 12_000;

export function noTraces(): Traces {
  const counts = { writesSent: 0, writesDone: 0, claims: 0, created: 0 };
  return { ...counts, starts: new Map(), scriptEndsAt: new Map() };
}

/** What is being written when its process ends is lost; the world goes on meanwhile. */
export function onDisk({ clock, journal }: Scene, isAlive: () => boolean): Journal {
  return {
    ...journal,
    append: async (...given) => {
      await sleep(clock, DISK_MS);
      return isAlive() ? journal.append(...given) : new Promise(() => {});
    },
  };
}

const READS = /^(loadBalancer|list|read|rule|target|instance|suspensions|log|send)/;

interface Guard {
  port<Client extends object>(name: string, client: Client): Client;
}

type Port = Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;

/** Every call of every port: its process can end before it, after its effect and after its answer. */
export function guarded(scene: Scene, process: Process, traces: Traces): Clouds & Guard {
  const port = <Client extends object>(name: string, client: Client): Client => {
    const calls = Object.entries(client as Port).map(([method, call]) => {
      const what = `${name}.${method}`;
      const isWrite = !READS.test(method);
      const send = async (given: readonly unknown[]): Promise<unknown> => {
        const answer = await call(...given);
        if (method === 'create') traces.created += 1;
        return answer;
      };
      const around = async (...given: unknown[]): Promise<unknown> => {
        await process.pass(`before ${what}`);
        if (isWrite) {
          traces.writesSent += 1;
          const isThere = process.survives(`with ${what}${ON_ITS_WAY}`);
          if (!isThere) await arriveLate(scene, () => send(given));
        }
        try {
          return await send(given);
        } finally {
          if (isWrite) {
            traces.writesDone += 1;
            scene.invariants.afterCommit([], lookAt(scene.twin));
          }
          await process.pass(`after the effect of ${what}`);
          process.survives(`after the answer of ${what}`);
        }
      };
      return [method, around] as const;
    });
    return Object.fromEntries(calls) as unknown as Client;
  };
  const { clouds } = scene;
  return {
    port,
    loadBalancers: (connector, region) =>
      port('loadBalancers', clouds.loadBalancers(connector, region)),
    elastigroups: (connector) => port('elastigroups', clouds.elastigroups(connector)),
    metrics: (connector, region) => port('metrics', clouds.metrics(connector, region)),
  };
}

/** What a dead process has sent takes effect all the same, and nobody is there to hear of it. */
async function arriveLate(
  { clock, invariants, twin }: Scene,
  call: () => Promise<unknown>,
): Promise<void> {
  await sleep(clock, LATE_MS);
  await call().catch(() => {});
  invariants.afterCommit([], lookAt(twin));
  await new Promise(() => {});
}

/** Scripts as under their supervisor: who comes later attaches to what was started. */
export function outliving({ clock, scripts }: Scene, process: Process, traces: Traces): Scripts {
  return {
    run: async (key, request, log, signal) => {
      await process.pass('before the start of a script');
      if (!traces.scriptEndsAt.has(key)) {
        traces.scriptEndsAt.set(key, clock.now() + SCRIPT_MS);
        traces.starts.set(key, (traces.starts.get(key) ?? 0) + 1);
      }
      await process.pass('after the start of a script');
      await sleep(process.clock, (traces.scriptEndsAt.get(key) ?? 0) - clock.now(), signal);
      const result = await scripts.run(key, request, log, signal);
      await process.pass('after the end of a script');
      return result;
    },
  };
}
