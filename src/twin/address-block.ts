// Address blocks in CIDR form, of IPv4 and IPv6.

/** False for whatever is not an address or not a block. */
export function isInBlock(address: string, block: string): boolean {
  const [network = '', prefix] = block.split('/');
  const bits = bitsOf(unmapped(address));
  const networkBits = bitsOf(unmapped(network));
  if (bits === undefined || networkBits === undefined) return false;
  if (bits.length !== networkBits.length) return false;
  const length = prefix === undefined ? bits.length : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > bits.length) return false;
  return bits.slice(0, length) === networkBits.slice(0, length);
}

/** Sockets tell an IPv4 client of a double listener as `::ffff:10.0.0.1`. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bitsOfIpv6(address) : bitsOfIpv4(address);
}

function bitsOfIpv4(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfIpv6(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
