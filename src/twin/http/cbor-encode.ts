// JSON as CBOR for AWS's clients; times are told apart from numbers by the name of their member.
import { isJsonObject, type Json } from '../../lib/json.ts';

/** Members named in `times` hold seconds since 1970, or lists of them. */
export function encodeCbor(value: Json, times: ReadonlySet<string>): Uint8Array {
  const chunks: Uint8Array[] = [];
  write(chunks, value, times, false);
  return Buffer.concat(chunks);
}

const EPOCH_TIME = 1;

function write(
  chunks: Uint8Array[],
  value: Json,
  times: ReadonlySet<string>,
  isTime: boolean,
): void {
  if (value === null) chunks.push(Uint8Array.of(0xf6));
  else if (typeof value === 'boolean') chunks.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  else if (typeof value === 'number') writeNumber(chunks, value, isTime);
  else if (typeof value === 'string') writeText(chunks, value);
  else if (isJsonObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    chunks.push(head(5, members.length));
    for (const [name, member] of members) {
      writeText(chunks, name);
      write(chunks, member ?? null, times, times.has(name));
    }
  } else {
    chunks.push(head(4, value.length));
    for (const each of value) write(chunks, each, times, isTime);
  }
}

function writeNumber(chunks: Uint8Array[], value: number, isTime: boolean): void {
  if (isTime) chunks.push(head(6, EPOCH_TIME));
  if (Number.isSafeInteger(value)) {
    chunks.push(value < 0 ? head(1, -1 - value) : head(0, value));
    return;
  }
  const float = Buffer.alloc(9, 0xfb);
  float.writeDoubleBE(value, 1);
  chunks.push(float);
}

function writeText(chunks: Uint8Array[], text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  chunks.push(head(3, bytes.length), bytes);
}

function head(type: number, count: number): Uint8Array {
  if (count < 24) return Uint8Array.of((type << 5) | count);
  if (count < 256) return Uint8Array.of((type << 5) | 24, count);
  const bytes = Buffer.alloc(9, (type << 5) | 27);
  bytes.writeBigUInt64BE(BigInt(count), 1);
  return bytes;
}
