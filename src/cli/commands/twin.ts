// `penstock twin up`: a twin that runs until it is told to stop.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { readWorld } from '../../app/read-world.ts';
import { Refusal } from '../../app/refusal.ts';
import { openStateFolder, type StateFolder, stateFolderAt } from '../../app/state-folder.ts';
import { clientEnvironment } from '../../app/twin/client-environment.ts';
import { readSnapshot } from '../../app/twin/read-snapshot.ts';
import { startTwin } from '../../app/twin/start-twin.ts';
import { refusalOfTwin } from '../../app/twin/twin-refusal.ts';
import { readScenario } from '../../app/twin-scenario/read-scenario.ts';
import type { Scenario } from '../../app/twin-scenario/scenario.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { play } from './play-scenario.ts';

export interface TwinRequest {
  /** `world.yaml` when neither it nor a scenario is named. */
  readonly worldFile: string | undefined;
  readonly scenarioFile: string | undefined;
  /** 0 stands still until it is advanced. */
  readonly speed: number;
  readonly snapshotFile: string | undefined;
  readonly port: number | undefined;
  readonly accessLogFile: string | undefined;
  /** Runs of the world's project look for the twin there. */
  readonly stateFolderOf: (worldFile: string) => string;
}

export async function twinUp(request: TwinRequest, output: Output): Promise<number> {
  const scenario = scenarioOf(request);
  const file = resolve(scenario?.worldFile ?? request.worldFile ?? 'world.yaml');
  const spec = readWorld(file);
  const folder = request.stateFolderOf(relative('.', file));
  await refuseSecondTwin(stateFolderAt(folder));
  const state = openStateFolder(folder);
  const stop = new AbortController();
  const stopped = new Promise<void>((end) => {
    stop.signal.addEventListener('abort', () => end(), { once: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const twin = await startTwin({
    spec,
    speed: request.speed,
    stateFolder: state.path,
    programFolder: dirname(file),
    tell: output.note,
    giveUp: stop.signal,
    ...(request.snapshotFile === undefined ? {} : { snapshot: readSnapshot(request.snapshotFile) }),
    ...(request.port === undefined ? {} : { port: request.port }),
    ...(request.accessLogFile === undefined
      ? {}
      : { accessLogFile: resolve(request.accessLogFile) }),
  }).catch((cause: unknown) => {
    throw refusalOfTwin(cause, file, request.port);
  });
  try {
    writeFileSync(state.twinFile, JSON.stringify({ url: twin.url }));
    output.say(`The twin is up at ${twin.url}, ${paceOf(request.speed)}.`);
    for (const each of twin.addresses) {
      output.say(
        `  port ${each.port} of the load balancer is http://${each.host}:${each.actualPort}`,
      );
    }
    const environment = clientEnvironment(twin.url, spec);
    output.say('Clients of AWS and Spot find it with');
    for (const [name, value] of Object.entries(environment))
      output.say(`  export ${name}=${value}`);
    output.say(
      'Rehearse with "penstock run PIPELINE --on twin" in another terminal; Ctrl-C ends the twin.',
    );
    output.result({ url: twin.url, addresses: twin.addresses as unknown as never, environment });
    const playing = scenario && play(twin, scenario.happenings, output);
    await stopped;
    playing?.end();
  } finally {
    rmSync(state.twinFile, { force: true });
    await twin.close();
  }
  return EXIT.Success;
}

function scenarioOf({ worldFile, scenarioFile }: TwinRequest): Scenario | undefined {
  if (scenarioFile === undefined) return undefined;
  if (worldFile === undefined) return readScenario(scenarioFile);
  throw new Refusal(
    'usage',
    'Give either --world or --scenario: a scenario names its own world. No twin was started.',
  );
}

function paceOf(speed: number): string {
  return speed === 0
    ? 'and its clock stands still: "penstock twin advance 5m" moves it'
    : `${speed} times as fast as the wall clock`;
}

/** Runs find the twin by the note in the state folder, which has room for one. */
async function refuseSecondTwin(state: StateFolder): Promise<void> {
  if (!existsSync(state.twinFile)) return;
  const { url } = findTwin(state, undefined);
  const isUp = await clockOf({ kind: 'twin', url }).then(
    () => true,
    () => false,
  );
  if (!isUp) return;
  throw new Refusal(
    'usage',
    `A twin of this project is up already, at ${url}. End that one first, or give this one a --state folder of its own.`,
  );
}
