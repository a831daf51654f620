// CBOR in both directions: what was encoded is read again, and no bytes at all break the reader.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';

const NO_TIMES: ReadonlySet<string> = new Set();
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

test('any JSON comes back as it was', () => {
  const stringUnit = fc
    .integer({ min: 0, max: 0x10_ff_ff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const wellFormed = fc.jsonValue({ maxDepth: 6, stringUnit });
  fc.assert(
    fc.property(wellFormed, (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(decodeCbor(encodeCbor(json, NO_TIMES))).toEqual(json);
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (given) => {
      expect(() => decodeCbor(given)).not.toThrow();
    }),
    { seed: 5, numRuns: 5_000 },
  );
  expect(decodeCbor(new Uint8Array(100_000).fill(0x81))).toBeUndefined();
  expect(decodeCbor(bytes('9bffffffffffffffff'))).toBeUndefined();
});

test.each<[string, string, Json | undefined]>([
  ['a half', 'f93e00', 1.5],
  ['the least half', 'f90001', 2 ** -24],
  ['a single float', 'fa47c35000', 100_000],
  ['a negative number', '3903e7', -1_000],
  ['a time', 'c11a514b67b0', 1_363_896_240],
  ['a text in pieces', '7f657374726561646d696e67ff', 'streaming'],
  ['a list without length', '9f01820203ff', [1, [2, 3]]],
  ['a map without length', 'bf6161f56162f6ff', { a: true, b: null }],
  ['bytes', '43010203', undefined],
  ['more than one value', '0101', undefined],
  ['broken UTF-8', '61ff', undefined],
])('%s is read', (_, hex, value) => {
  expect(decodeCbor(bytes(hex))).toEqual(value);
});

test('times are marked as such', () => {
  const encoded = encodeCbor({ At: [60], Value: 60 }, new Set(['At']));
  expect(Buffer.from(encoded).toString('hex')).toBe('a262417481c1183c6556616c7565183c');
});
