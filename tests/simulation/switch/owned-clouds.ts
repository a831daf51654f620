// The clouds as one process sees them that drives one run: it can die or freeze around each call, and what it sends is noted.
import type { Clouds } from '../../../src/cloud/clouds.ts';
import { lostAnswer } from '../../../src/cloud/network-failure.ts';
import { type Clock, sleep } from '../../../src/lib/clock.ts';
import type { Process } from '../process.ts';

export interface CloudCall {
  /** As the port names it, such as `writeActions`. */
  readonly name: string;
  readonly given: readonly unknown[];
}

export interface CallEyes {
  /** A write is about to take effect in this turn. */
  onWrite(call: CloudCall): void;
  /** A write has taken effect. */
  onWritten(call: CloudCall): void;
  onRead(call: CloudCall, answer: unknown): void;
  /** How long after its client gave up the write about to be sent takes effect; undefined: at once. */
  lateByMs(): number | undefined;
}

const WRITES: ReadonlySet<string> = new Set([
  'writeActions',
  'create',
  'rename',
  'writeCapacity',
  'writeScheduledTasks',
  'delete',
  'suspend',
  'resume',
]);
const CLIENT_TIMEOUT_MS = 5_000;

export function ownedClouds(
  clouds: Clouds,
  clock: Clock,
  process: Process,
  eyes: CallEyes,
): Clouds {
  const around = async (call: CloudCall, act: () => Promise<unknown>): Promise<unknown> => {
    if (WRITES.has(call.name)) return write(call, act);
    await process.pass(`before ${call.name}`);
    const answer = await act();
    eyes.onRead(call, answer);
    await process.pass(`after ${call.name}`);
    return answer;
  };
  const write = async (call: CloudCall, act: () => Promise<unknown>): Promise<unknown> => {
    // The lease was looked at in this very turn: a process may die here, but not fall asleep.
    if (!process.survives(`at ${call.name}`)) await new Promise(() => {});
    const take = async (): Promise<unknown> => {
      eyes.onWrite(call);
      const answer = await act();
      eyes.onWritten(call);
      return answer;
    };
    const lateByMs = eyes.lateByMs();
    if (lateByMs === undefined) {
      const answer = await take();
      await process.pass(`after ${call.name}`);
      return answer;
    }
    clock.after(CLIENT_TIMEOUT_MS + lateByMs, () => {
      take().catch(() => {});
    });
    await sleep(process.clock, CLIENT_TIMEOUT_MS);
    throw lostAnswer({ name: call.name, writes: true }, 'TimeoutError', 'no answer in time');
  };
  return {
    loadBalancers: (connector, region) => each(clouds.loadBalancers(connector, region), around),
    elastigroups: (connector) => each(clouds.elastigroups(connector), around),
    metrics: (connector, region) => each(clouds.metrics(connector, region), around),
  };
}

type Around = (call: CloudCall, act: () => Promise<unknown>) => Promise<unknown>;

/** Every method of a client is asynchronous. */
function each<Client extends object>(client: Client, around: Around): Client {
  const methods = Object.entries(client) as [string, (...given: unknown[]) => Promise<unknown>][];
  const wrapped = methods.map(([name, method]) => [
    name,
    (...given: unknown[]) => around({ name, given }, () => method(...given)),
  ]);
  return Object.fromEntries(wrapped) as Client;
}
