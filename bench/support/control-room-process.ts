// A whole control room in a process of its own, over a twin in another: what the benchmarks of the server measure.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '../../src/api/client.ts';
import { spawnTwin } from '../../src/app/twin/spawn-twin.ts';
import { eventually } from '../../tests/eventually.ts';
import { fleetWorld, inputsOf, PIPELINES, writeFleetProject } from './shop-fleet.ts';

export interface ControlRoomProcess extends AsyncDisposable {
  readonly url: string;
  readonly client: Client;
  /** Starts a deployment of a shop and answers its run. */
  start(pipeline: keyof typeof PIPELINES, shop: number): Promise<string>;
  /** What the server's process holds in memory, now and at most so far; undefined where nobody tells. */
  rssMb(): { readonly now: number; readonly most: number } | undefined;
}

export interface ControlRoomWith {
  readonly folder: string;
  readonly shops: number;
  /** How much faster than the wall the twin's clock goes. */
  readonly speed: number;
}

export const PROJECT = 'fleet';
const ROOT = join(import.meta.dirname, '..', '..');
const UP_WITHIN_MS = 120_000;

/** Compiled, as it is installed: sources cost memory for the reading of their types. */
export function compileControlRoom(): void {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', 'src/cli'], { cwd: ROOT, stdio: 'inherit' });
}

export async function startControlRoom(given: ControlRoomWith): Promise<ControlRoomProcess> {
  const { folder, shops, speed } = given;
  const project = join(folder, 'project');
  writeFleetProject(project);
  const twin = await spawnTwin({
    ...{ spec: fleetWorld(shops), instances: 'simulated', speed },
    ...{ stateFolder: join(folder, 'twin'), programFolder: project },
  });
  const child = spawn(
    process.execPath,
    [
      ...[join(ROOT, 'dist/cli/main.js'), 'up', '--json', '--port', '0', '--open-on-loopback'],
      ...['--project', `${PROJECT}=${project}`, '--state', join(folder, 'state')],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const endToo = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', endToo);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', endToo);
    await twin.close();
  };
  try {
    const url = await eventually(
      'the control room',
      () => /"url": ?"([^"]+)"/.exec(said)?.[1],
      UP_WITHIN_MS,
    );
    const client = createClient({ baseUrl: url });
    return {
      ...{ url, client },
      async start(pipeline, shop) {
        const { run, says } = await client.call('startRun', {
          params: { project: PROJECT },
          body: {
            pipeline: PIPELINES[pipeline],
            on: 'twin',
            twinUrl: twin.url,
            inputs: inputsOf(shop),
          },
        });
        if (run === null) throw new Error(`shop ${shop} was not started: ${says}`);
        return run;
      },
      rssMb: () => rssMbOf(child.pid),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function rssMbOf(pid: number | undefined): ReturnType<ControlRoomProcess['rssMb']> {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024;
  return { now: mb('VmRSS'), most: mb('VmHWM') };
}
