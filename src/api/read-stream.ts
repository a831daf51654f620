// Server-Sent Events as they come over a connection: what arrives in pieces, told message by message.

export interface ServerEvent {
  /** `message` where the server names none; `end` and `problem` are this server's own. */
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Far above any message of the server: whoever sends longer ones is something else. */
const LENGTH_MAX = 64 * 1024 * 1024;

/** `onHeard` is called for whatever arrives, heartbeats too. */
export async function* readStream(
  body: ReadableStream<Uint8Array>,
  onHeard: () => void,
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onHeard();
      const piece = decoder.decode(value, { stream: true });
      pieces.push(piece);
      length += piece.length;
      if (length > LENGTH_MAX) throw new TypeError('the stream holds a message without an end');
      if (!piece.includes('\n')) continue;
      const blocks = pieces.join('').replaceAll('\r\n', '\n').split('\n\n');
      const rest = blocks.pop() ?? '';
      pieces = [rest];
      length = rest.length;
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Undefined for what holds no data: comments, and how long to wait before coming back. */
function eventOf(block: string): ServerEvent | undefined {
  const data: string[] = [];
  let event = 'message';
  let id: string | undefined;
  for (const line of block.split('\n')) {
    const [name = '', ...rest] = line.split(':');
    const value = rest.join(':').replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }
  return data.length === 0 ? undefined : { event, id, data: data.join('\n') };
}
