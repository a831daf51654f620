// The guard of the tests: clears what points to real clouds and lets connections go to loopback only.
import net from 'node:net';

/** Every connection attempt that was refused because it did not go to this machine. */
export const refusedAddresses: string[] = [];

/** Of all copies of this module: test files of one process share its sockets. */
const GUARD: unique symbol = Symbol.for('penstock: only this machine');

export function clearCloudVariables(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (/^(AWS|SPOTINST)_/.test(name)) delete environment[name];
  }
  environment['AWS_EC2_METADATA_DISABLED'] = 'true';
}

/** Replaces the one door through which every client of Node leaves the process, once however often it is called. */
export function refuseAllButLoopback(): void {
  const connect = net.Socket.prototype.connect;
  if (GUARD in connect) return;
  const guarded = function (this: net.Socket, ...given: unknown[]): net.Socket {
    const first = Array.isArray(given[0]) ? (given[0] as unknown[])[0] : given[0];
    const host = hostOf(first, given[1]);
    if (host !== undefined && !isLoopback(host)) {
      refusedAddresses.push(host);
      const refusal = new Error(`a test tried to connect to ${host}; only this machine is allowed`);
      process.nextTick(() => this.destroy(refusal));
      return this;
    }
    return (connect as (...all: unknown[]) => net.Socket).apply(this, given);
  };
  net.Socket.prototype.connect = Object.assign(guarded as typeof connect, { [GUARD]: true });
}

function hostOf(first: unknown, second: unknown): string | undefined {
  if (typeof first === 'object' && first !== null) {
    const options = first as { host?: string; path?: string | null };
    return typeof options.path === 'string' ? undefined : (options.host ?? 'localhost');
  }
  if (typeof first === 'number') return typeof second === 'string' ? second : 'localhost';
  return undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
