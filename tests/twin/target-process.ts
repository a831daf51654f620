// A process of targets that cost next to nothing: each answers every request at once with its own name.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export interface TargetSettings {
  readonly names: readonly string[];
}

export type TargetPorts = Readonly<Record<string, number>>;

const END_OF_HEADERS = '\r\n\r\n';

if (import.meta.main) await main();

/** Takes its settings as the first line, says its ports, and ends when its input closes. */
async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  lines.once('close', () => process.exit(0));
  const [line] = await new Promise<[string]>((resolve) =>
    lines.once('line', (text) => resolve([text])),
  );
  const { names } = JSON.parse(line) as TargetSettings;
  const ports = await Promise.all(names.map(async (name) => [name, await listen(name)] as const));
  process.stdout.write(`${JSON.stringify(Object.fromEntries(ports))}\n`);
}

/** Understands requests without a body only. */
function listen(name: string): Promise<number> {
  const answer = `HTTP/1.1 200 OK\r\nX-Instance: ${name}\r\nContent-Length: 3\r\n\r\nok\n`;
  const server = createServer((socket) => {
    let rest = '';
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString('latin1')).split(END_OF_HEADERS);
      rest = parts.pop() ?? '';
      if (parts.length > 0) socket.write(answer.repeat(parts.length));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
}
