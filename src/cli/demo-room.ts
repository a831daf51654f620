// The control room beside the ladder of `npm start`: the same run in the browser, open to whoever sits at this machine.
import { realpathSync } from 'node:fs';
import type { Engine } from '../app/engine.ts';
import { Refusal } from '../app/refusal.ts';
import type { StateFolder } from '../app/state-folder.ts';
import { createServerLog } from '../server/observability/server-log.ts';
import { openControlRoom } from '../server/open-control-room.ts';
import { openLog, pagesFor } from './commands/up.ts';
import { listenForKeys } from './keys.ts';
import type { Output } from './output.ts';

export interface DemoRoom {
  readonly url: string;
  /** The pages stay as long as somebody may be looking at them. */
  stay(): Promise<void>;
  close(): Promise<void>;
}

/** Undefined where another one is up on the rehearsal's state: the ladder is enough. */
export async function openDemoRoom(
  state: StateFolder,
  engine: Engine,
  folder: string,
  output: Output,
): Promise<DemoRoom | undefined> {
  const pages = await pagesFor(output);
  const log = openLog(state);
  try {
    const room = await openControlRoom({
      state,
      engine,
      projects: [{ id: 'shop', name: 'Shop', folder: realpathSync(folder) }],
      people: { openOnLoopback: true, oidc: [] },
      port: 0,
      pages,
      log: createServerLog(log),
      environment: process.env,
      onLost: () => undefined,
    });
    return {
      url: room.url,
      stay: () => stayOpen(room.url, output),
      async close() {
        await room.close();
        log.end();
      },
    };
  } catch (error) {
    log.end();
    if (!(error instanceof Refusal)) throw error;
    output.note(error.message);
    return undefined;
  }
}

async function stayOpen(url: string, output: Output): Promise<void> {
  output.say(
    `\nThe control room stays open at ${url}: look around, or roll back there. q ends it.`,
  );
  await new Promise<void>((resolve) => {
    const end = (): void => {
      endKeys();
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    };
    const endKeys = listenForKeys((key) => {
      if (key === 'q' || key === 'interrupt') end();
    });
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}
