// What the server sends back, as data; `lost` breaks the connection instead, `held` keeps it open for nothing.
import type { Json } from '../../lib/json.ts';

export type Answer =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  | 'lost'
  | 'held';

export interface Received {
  readonly method: string;
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The body as it came, where a protocol is not of text. */
  readonly bytes?: Uint8Array;
}

export function jsonAnswer(
  status: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
