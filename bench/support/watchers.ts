// Many watchers of one run over plain sockets, which cost the benchmark little: each counts what it is sent.
import { connect, type Socket } from 'node:net';
import { eventually } from '../../tests/eventually.ts';

export interface Watchers {
  /** The fewest messages that any of them has got. */
  fewest(): number;
  leave(): void;
}

const OPEN_WITHIN_MS = 120_000;
/** Taken at once by the server's backlog. */
const AT_ONCE = 50;

export async function openWatchers(url: string, path: string, count: number): Promise<Watchers> {
  const { port } = new URL(url);
  const got = new Array<number>(count).fill(0);
  const sockets: Socket[] = [];
  const fewest = (): number => Math.min(...got);
  for (let index = 0; index < count; index += 1) {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
    );
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      got[index] = (got[index] ?? 0) + messagesIn(chunk);
    });
    sockets.push(socket);
    if (index % AT_ONCE === 0) {
      await eventually('the watchers', () => (got[index] ?? 0) > 0, OPEN_WITHIN_MS);
    }
  }
  await eventually('all watchers', () => fewest() > 0, OPEN_WITHIN_MS);
  return {
    fewest,
    leave() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function messagesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf('data: '); at !== -1; at = chunk.indexOf('data: ', at + 6)) {
    count += 1;
  }
  return count;
}
