// The control room: what every handler shares, made once by `penstock up`.
import type { Engine } from '../app/engine.ts';
import type { StateFolder } from '../app/state-folder.ts';
import type { Clock } from '../lib/clock.ts';
import type { Database } from './store/database.ts';

/** A project folder that this server serves; its runs share the server's journal with all others. */
export interface ServedProject {
  /** In addresses: lower-case letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  /** Absolute, links resolved: the journal names it as the folder of a run. */
  readonly folder: string;
}

export interface ControlRoom {
  readonly state: StateFolder;
  readonly engine: Engine;
  /** People, tokens, sessions, audit, webhooks, idempotency keys: all that is not a journal. */
  readonly database: Database;
  readonly projects: readonly ServedProject[];
  /** The wall clock, for sessions and the audit trail; a run has the clock of its world. */
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}
