// `penstock twin up`: a twin that runs until it is told to stop.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readWorld } from '../../app/read-world.ts';
import { openStateFolder } from '../../app/state-folder.ts';
import { startTwin } from '../../app/twin/start-twin.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface TwinRequest {
  readonly worldFile: string;
  readonly speed: number;
  readonly port: number | undefined;
  readonly stateFolder: string;
}

export async function twinUp(request: TwinRequest, output: Output): Promise<number> {
  const state = openStateFolder(request.stateFolder);
  const file = resolve(request.worldFile);
  const stopped = new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  const twin = await startTwin({
    spec: readWorld(file),
    speed: request.speed,
    stateFolder: state.path,
    programFolder: dirname(file),
    ...(request.port === undefined ? {} : { port: request.port }),
  });
  try {
    writeFileSync(state.twinFile, JSON.stringify({ url: twin.url }));
    output.say(`The twin is up at ${twin.url}, ${request.speed} times as fast as the wall clock.`);
    for (const each of twin.addresses) {
      output.say(
        `  port ${each.port} of the load balancer is http://${each.host}:${each.actualPort}`,
      );
    }
    output.say(
      'Rehearse with "penstock run PIPELINE --on twin" in another terminal; Ctrl-C ends the twin.',
    );
    output.result({ url: twin.url, addresses: twin.addresses as unknown as never });
    await stopped;
  } finally {
    rmSync(state.twinFile, { force: true });
    await twin.close();
  }
  return EXIT.Success;
}
