// Whether an address is this machine's own, and when the server may be open to it without signing in.
import { isIP } from 'node:net';
import { Refusal } from '../../app/refusal.ts';

const MAPPED = '::ffff:';

export function isLoopback(address: string): boolean {
  const plain = address.toLowerCase().startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Throws `Refusal` where being open on loopback would open the server to others. */
export function refuseOpenAbroad(flags: {
  readonly openOnLoopback: boolean;
  readonly host: string;
  readonly publicUrl: string | undefined;
}): void {
  if (!flags.openOnLoopback) return;
  const isHere = flags.host === 'localhost' || isLoopback(flags.host);
  if (isHere && flags.publicUrl === undefined) return;
  const what = isHere
    ? `--public-url ${flags.publicUrl} says that others reach it, through a proxy whose requests come from loopback`
    : `--host ${flags.host} lets others reach it`;
  throw new Refusal(
    'usage',
    `--open-on-loopback makes everybody who reaches the server its owner, and ${what}. Nothing was started: leave one of the two out.`,
  );
}
