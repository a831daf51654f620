// Reads one answer of Server-Sent Events: each message with its id, until the server ends it or the caller does.
export interface StreamMessage {
  readonly id: string | null;
  readonly data: string;
}

/** Calls `onHeard` for everything that arrives, heartbeats too; throws when the answer is none. */
export async function readStream(
  answer: Response,
  onMessage: (message: StreamMessage) => void,
  onHeard: () => void,
): Promise<void> {
  if (answer.body === null) throw new TypeError('the answer has no body');
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onHeard();
    const blocks = `${rest}${value}`.replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = messageOf(block);
      if (message !== undefined) onMessage(message);
    }
  }
}

function messageOf(block: string): StreamMessage | undefined {
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('id:')) id = line.slice(3).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length === 0 ? undefined : { id, data: data.join('\n') };
}
