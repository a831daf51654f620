// The address of a client, with and without proxies that are trusted.
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const PROXY = '10.0.0.1';

function from(
  remoteAddress: string,
  header: string | undefined,
  trusted?: readonly string[],
): string {
  const headers = header === undefined ? {} : { 'x-forwarded-for': header };
  return clientAddress({ socket: { remoteAddress }, headers } as IncomingMessage, trusted);
}

test('without proxies that are trusted it is the connection’s, whatever headers say', () => {
  expect(from('203.0.113.9', undefined)).toBe('203.0.113.9');
  expect(from('::ffff:203.0.113.9', '127.0.0.1')).toBe('203.0.113.9');
  expect(from('203.0.113.9', '127.0.0.1', [PROXY])).toBe('203.0.113.9');
});

test('a proxy that is trusted says it, and what a client wrote before does not count', () => {
  expect(from(PROXY, '203.0.113.9', [PROXY])).toBe('203.0.113.9');
  expect(from(PROXY, '127.0.0.1, 203.0.113.9', [PROXY])).toBe('203.0.113.9');
  expect(from(PROXY, '127.0.0.1, 203.0.113.9, 10.0.0.2', [PROXY, '10.0.0.2'])).toBe('203.0.113.9');
  expect(from(`::ffff:${PROXY}`, '2001:DB8::7', [PROXY])).toBe('2001:db8::7');
});

test('ports are left out, and what is no address ends the reading', () => {
  expect(from(PROXY, '203.0.113.9:4711', [PROXY])).toBe('203.0.113.9');
  expect(from(PROXY, '[2001:db8::7]:443', [PROXY])).toBe('2001:db8::7');
  expect(from(PROXY, '203.0.113.9, unknown', [PROXY])).toBe(PROXY);
  expect(from(PROXY, '', [PROXY])).toBe(PROXY);
  expect(from(PROXY, `1.1.1.1${`, ${PROXY}`.repeat(1_000)}`, [PROXY])).toBe(PROXY);
});
