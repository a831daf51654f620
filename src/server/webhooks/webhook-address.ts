// Which addresses may be told of runs: HTTPS anywhere, HTTP on this machine; a rehearsal never leaves it.
import { isLoopback } from '../../app/outside/loopback.ts';

/** Why an address cannot be a webhook, or undefined. */
export function refuseAddress(url: string): string | undefined {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') {
    return 'The address holds credentials, and addresses are shown to everybody who may see webhooks. The signature tells the receiver who sends.';
  }
  if (protocol === 'https:') return undefined;
  if (protocol === 'http:' && isLoopback(hostname)) return undefined;
  return `"${protocol}//${hostname}" is not taken: what is sent there could be read on the way. Give an address that begins with https://.`;
}

/** Why a run in this world may not be told to the address, or undefined. */
export function refuseInWorld(url: string, world: 'twin' | 'aws'): string | undefined {
  if (world === 'aws' || isLoopback(new URL(url).hostname)) return undefined;
  return 'not sent: the run is a rehearsal on a twin, and a rehearsal reaches nothing but this machine';
}
