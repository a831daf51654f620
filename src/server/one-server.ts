// One server per state folder: whoever starts a second one is told of the first.
import { isGone, ownerText, thisOwner } from '../app/owner.ts';
import { Refusal } from '../app/refusal.ts';
import { forgetServer, noteServer } from '../app/server-file.ts';
import type { StateFolder } from '../app/state-folder.ts';
import type { Database } from './store/database.ts';

export interface OnlyServer {
  /** Where it can be reached, for whoever is refused or looks for it. */
  tell(url: string): void;
  release(): void;
}

const SEEN_EVERY_MS = 5_000;
/** A server of another machine, or of a machine that was started again, is known by its silence. */
const SILENT_MS = 30_000;

/** Throws `Refusal` while another server is up on this state. `onLost`: another one has taken its place meanwhile. */
export function becomeOnlyServer(
  database: Database,
  state: StateFolder,
  wallNow: () => number,
  onLost: () => void,
): OnlyServer {
  const owner = thisOwner();
  const now = (): number => Math.round(wallNow());
  database.transaction(() => {
    const other = database.one('SELECT owner, url, seen_at FROM servers');
    if (other !== undefined)
      refuseSecond(String(other['owner']), String(other['url']), {
        silentMs: now() - Number(other['seen_at']),
        statePath: state.path,
      });
    database.run(
      'INSERT OR REPLACE INTO servers (here, owner, url, seen_at) VALUES (1, ?, ?, ?)',
      owner,
      '',
      now(),
    );
  });
  const timer = setInterval(() => {
    const changed = database.run('UPDATE servers SET seen_at = ? WHERE owner = ?', now(), owner);
    if (changed === 0) onLost();
  }, SEEN_EVERY_MS);
  return {
    tell(url) {
      database.run('UPDATE servers SET url = ? WHERE owner = ?', url, owner);
      noteServer(state, owner, url);
    },
    release() {
      clearInterval(timer);
      forgetServer(state);
      database.run('DELETE FROM servers WHERE owner = ?', owner);
    },
  };
}

function refuseSecond(
  owner: string,
  url: string,
  { silentMs, statePath }: { readonly silentMs: number; readonly statePath: string },
): void {
  if (isGone(owner) || silentMs > SILENT_MS) return;
  const where = url === '' ? '' : ` at ${url}`;
  throw new Refusal(
    'usage',
    `A server is up on ${statePath} already${where} (${ownerText(owner)}). Two would serve the same runs: end that one first, or give this one a --state folder of its own. Nothing was started.`,
  );
}
