// The guard that keeps a rehearsal on this machine.
import { CloudError } from '../../cloud/cloud-error.ts';
import { isLoopback } from '../outside/loopback.ts';

/** The world a run acts on; `url` is where the twin listens. */
export type CloudWorld = { readonly kind: 'twin'; readonly url: string } | { readonly kind: 'aws' };

/** The one address of all clouds in a rehearsal; undefined on AWS, where each cloud has its own. */
export function guardedEndpoint(world: CloudWorld): string | undefined {
  if (world.kind === 'aws') return undefined;
  const url = URL.canParse(world.url) ? new URL(world.url) : undefined;
  if (url?.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  throw new CloudError(
    'invalid',
    'NotLoopback',
    `A twin listens on this machine only, as http://127.0.0.1:PORT; refused: ${world.url}`,
  );
}
