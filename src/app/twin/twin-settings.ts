// What a whole twin is started with, and what a running one offers.
import type { Clock } from '../../lib/clock.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ListenerAddress } from '../../twin/data-plane/listener-socket.ts';
import type { Twin } from '../../twin/twin.ts';
import type { WorldSpec } from '../../twin/world-spec.ts';
import type { ScaledClockOptions } from '../scaled-clock.ts';

export interface TwinSettings {
  readonly spec: WorldSpec;
  /** Real processes when it is left out. */
  readonly instances?: 'simulated' | 'processes';
  /** How much faster than the wall the twin's clock runs; with 0 it stands still until it is advanced. */
  readonly speed: number;
  /** Gets `instances/<instance id>.log`. */
  readonly stateFolder: string;
  /** Where the world's programs lie: the folder of the world's file. */
  readonly programFolder: string;
  /** The port of the APIs; any free one when it is left out. */
  readonly port?: number;
  /** Where a line is written for each request, in AWS's form; none is when it is left out. */
  readonly accessLogFile?: string;
  /** Gets a line about instances that start slowly or cannot start. */
  readonly tell?: (line: string) => void;
  /** Ends the waiting for the first instances. */
  readonly giveUp?: AbortSignal;
  /** Where it goes on from; its instances are launched before anything is served. */
  readonly snapshot?: JsonObject;
}

export interface RunningTwin {
  /** Where the APIs of AWS and Spot are served. */
  readonly url: string;
  /** Where each listener takes requests; in this process also those that came later. */
  readonly addresses: readonly ListenerAddress[];
  readonly clock: Clock;
  /** The three numbers that give another process the same clock, until it is advanced. */
  readonly clockOrigin: ScaledClockOptions;
  /** Ends the twin with all its instances; may be called again. */
  close(): Promise<void>;
}

/** One that runs in this process. */
export interface StartedTwin extends RunningTwin {
  readonly twin: Twin;
  /** Resolves when everything due on the way is done, health checks over sockets included. */
  advance(ms: number): Promise<void>;
  /** Resolves when the instances launched so far, as by a restore, listen or will not. */
  settled(): Promise<void>;
}
