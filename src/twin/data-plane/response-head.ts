// The head of a target's answer: status, headers and how its body ends, read from the bytes of HTTP/1.1.

export interface ResponseHead {
  readonly status: number;
  /** Name and value in turn, as the target spelled them. */
  readonly headers: readonly string[];
  readonly body: BodyEnd;
  readonly keepsAlive: boolean;
  /** How long the target says it keeps an idle connection. */
  readonly keepAliveSeconds: number | undefined;
}

/** `close`: the body lasts until the connection ends. */
export type BodyEnd =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
const NO_BODY: BodyEnd = { kind: 'length', bytes: 0 };
const CHUNKED: BodyEnd = { kind: 'chunked' };
const UNTIL_CLOSE: BodyEnd = { kind: 'close' };

/** `text` ends before the empty line. Undefined when this is no answer of HTTP/1.1. */
export function readResponseHead(text: string, method: string): ResponseHead | undefined {
  const lines = text.split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(lines[0] ?? '') ?? [];
  if (code === undefined) return undefined;
  const headers: string[] = [];
  let length: string | undefined;
  let coding: string | undefined;
  let connection = minor === '0' ? 'close' : '';
  let keepAliveSeconds: number | undefined;
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (!NAME.test(name)) return undefined;
    headers.push(name, value);
    switch (name.toLowerCase()) {
      case 'content-length':
        if (!/^\d{1,15}$/.test(value) || (length !== undefined && length !== value))
          return undefined;
        length = value;
        break;
      case 'transfer-encoding':
        coding = value.toLowerCase();
        break;
      case 'connection':
        connection = value.toLowerCase();
        break;
      case 'keep-alive':
        keepAliveSeconds = Number(/timeout=(\d{1,6})/i.exec(value)?.[1] ?? Number.NaN);
        break;
    }
  }
  const status = Number(code);
  const body = bodyEnd(status, method, coding, length);
  const keepsAlive = body.kind !== 'close' && !connection.includes('close');
  return { status, headers, body, keepsAlive, keepAliveSeconds };
}

function bodyEnd(
  status: number,
  method: string,
  coding: string | undefined,
  length: string | undefined,
): BodyEnd {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return NO_BODY;
  if (coding !== undefined && coding !== 'identity') {
    return coding.endsWith('chunked') ? CHUNKED : UNTIL_CLOSE;
  }
  return length === undefined ? UNTIL_CLOSE : { kind: 'length', bytes: Number(length) };
}
