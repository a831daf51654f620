// CBOR as AWS's clients send it, read into JSON: texts, numbers, lists, maps and times.
import type { Json } from '../../lib/json.ts';

/** Undefined when it is not CBOR, nests too deep, or holds what no request of these APIs has. */
export function decodeCbor(bytes: Uint8Array): Json | undefined {
  const input: Input = { view: viewOf(bytes), at: 0 };
  try {
    const value = readValue(input, 0);
    return input.at === bytes.length ? value : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Reading beyond the end throws RangeError, as DataView does. */
interface Input {
  readonly view: DataView;
  at: number;
}

const DEEPEST = 32;
const BREAK = 0xff;
const INDEFINITE = 31;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

function readValue(input: Input, depth: number): Json {
  if (depth > DEEPEST) throw new RangeError('nests too deep');
  const first = readByte(input);
  const info = first & 31;
  switch (first >> 5) {
    case 0:
      return readCount(input, info);
    case 1:
      return -1 - readCount(input, info);
    case 3:
      return readText(input, info);
    case 4:
      return readList(input, info, depth);
    case 5:
      return readMap(input, info, depth);
    case 6:
      readCount(input, info);
      return readValue(input, depth + 1);
    case 7:
      return readSimple(input, info);
    default:
      throw new RangeError('bytes are not expected');
  }
}

function readText(input: Input, info: number): string {
  if (info !== INDEFINITE) return UTF8.decode(readBytes(input, readCount(input, info)));
  let text = '';
  while (!isBreak(input)) {
    const first = readByte(input);
    if (first >> 5 !== 3 || (first & 31) === INDEFINITE) throw new RangeError('not a text');
    text += readText(input, first & 31);
  }
  return text;
}

function readList(input: Input, info: number, depth: number): Json {
  const list: Json[] = [];
  repeat(input, info, () => list.push(readValue(input, depth + 1)));
  return list;
}

function readMap(input: Input, info: number, depth: number): Json {
  const entries: [string, Json][] = [];
  repeat(input, info, () => {
    const key = readValue(input, depth + 1);
    if (typeof key !== 'string') throw new RangeError('a key must be a text');
    entries.push([key, readValue(input, depth + 1)]);
  });
  return Object.fromEntries(entries);
}

function repeat(input: Input, info: number, readOne: () => void): void {
  if (info === INDEFINITE) {
    while (!isBreak(input)) readOne();
    return;
  }
  for (let left = readCount(input, info); left > 0; left--) readOne();
}

function readSimple(input: Input, info: number): Json {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22 || info === 23) return null;
  const at = input.at;
  if (info === 25) return halfFloat(readCount(input, 25));
  readBytes(input, info === 26 ? 4 : 8);
  if (info === 26) return input.view.getFloat32(at);
  if (info === 27) return input.view.getFloat64(at);
  throw new RangeError('not a value');
}

function halfFloat(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const scale = exponent === 0 ? 2 ** -24 : 2 ** (exponent - 25);
  return sign * scale * (exponent === 0 ? fraction : fraction + 1_024);
}

/** The number that stands with a type: in the byte itself, or in the 1, 2, 4 or 8 after it. */
function readCount(input: Input, info: number): number {
  if (info < 24) return info;
  const at = input.at;
  if (info > 27) throw new RangeError('not a number');
  readBytes(input, 2 ** (info - 24));
  if (info === 24) return input.view.getUint8(at);
  if (info === 25) return input.view.getUint16(at);
  return info === 26 ? input.view.getUint32(at) : Number(input.view.getBigUint64(at));
}

function isBreak(input: Input): boolean {
  if (input.view.getUint8(input.at) !== BREAK) return false;
  input.at += 1;
  return true;
}

function readByte(input: Input): number {
  const byte = input.view.getUint8(input.at);
  input.at += 1;
  return byte;
}

function readBytes(input: Input, count: number): Uint8Array {
  const { view, at } = input;
  if (at + count > view.byteLength) throw new RangeError('cut short');
  input.at += count;
  return new Uint8Array(view.buffer, view.byteOffset + at, count);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
