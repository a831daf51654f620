// Reads a JSON body within its limits: bytes, UTF-8, depth, and no key that would reach an object's prototype.
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../problem-error.ts';

const NOTHING_CHANGED = 'Nothing was changed.';

export interface BodyLimits {
  readonly bytes: number;
  readonly depth: number;
}

export async function readJsonBody(
  incoming: IncomingMessage,
  limits: BodyLimits,
): Promise<{ readonly bytes: Buffer; readonly value: unknown }> {
  refuseOtherKinds(incoming);
  const bytes = await readBytes(incoming, limits.bytes);
  const text = decode(bytes);
  refuseDepth(text, limits.depth);
  return { bytes, value: parse(text) };
}

function refuseOtherKinds(incoming: IncomingMessage): void {
  const [kind = '', ...parameters] = (incoming.headers['content-type'] ?? '').split(';');
  if (kind.trim().toLowerCase() !== 'application/json') {
    throw new ProblemError(
      'bad-request',
      `This route takes a body of the type application/json, not ${kind.trim() === '' ? 'one without a type' : `"${kind.trim().slice(0, 60)}"`}. ${NOTHING_CHANGED}`,
    );
  }
  const charset = parameters.find((each) => each.trim().toLowerCase().startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-8"?$/i.test(charset.trim())) {
    throw new ProblemError('not-utf8', `JSON is sent in UTF-8 alone. ${NOTHING_CHANGED}`);
  }
  if (incoming.headers['content-encoding'] !== undefined) {
    throw new ProblemError(
      'bad-request',
      `Bodies are taken as they are: send it without compression. ${NOTHING_CHANGED}`,
    );
  }
}

async function readBytes(incoming: IncomingMessage, max: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > max) throw tooLarge(max);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      length += (chunk as Buffer).length;
      if (length > max) throw tooLarge(max);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof ProblemError ? error : brokenOff();
  }
  return Buffer.concat(chunks);
}

/** The client has gone, or was so slow that its connection was ended. */
function brokenOff(): ProblemError {
  return new ProblemError('too-slow', `The body broke off before its end. ${NOTHING_CHANGED}`);
}

function tooLarge(max: number): ProblemError {
  return new ProblemError(
    'body-too-large',
    `The body is larger than the ${max.toLocaleString('en-US')} bytes that this route takes. ${NOTHING_CHANGED}`,
  );
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError(
      'not-utf8',
      `The body holds bytes that are no UTF-8; send text in that encoding. ${NOTHING_CHANGED}`,
    );
  }
}

/** Before it is parsed, so that nothing ever walks a tree without a bound. */
function refuseDepth(text: string, max: number): void {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (isInString) {
      if (letter === BACKSLASH) at += 1;
      else if (letter === QUOTE) isInString = false;
    } else if (letter === QUOTE) isInString = true;
    else if (letter === OPEN_BRACE || letter === OPEN_BRACKET) {
      depth += 1;
      if (depth > max) {
        throw new ProblemError(
          'too-deep',
          `The body is nested more than ${max} deep, which nothing here asks for. ${NOTHING_CHANGED}`,
        );
      }
    } else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) depth -= 1;
  }
}

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError('bad-request', `The body is not JSON. ${NOTHING_CHANGED}`);
  }
  if (reachesPrototype(value)) {
    throw new ProblemError(
      'bad-request',
      `The body has a key "__proto__", which nothing here is called. ${NOTHING_CHANGED}`,
    );
  }
  return value;
}

function reachesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(reachesPrototype);
  return Object.entries(value).some(([key, each]) => key === '__proto__' || reachesPrototype(each));
}
