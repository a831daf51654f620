// HAProxy, where it is installed, as the measure of a proxy: the same two targets by the same weights.
import { spawn } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { eventually } from '../../tests/eventually.ts';

export interface Haproxy {
  readonly port: number;
  close(): Promise<void>;
}

export interface WeighedTarget {
  readonly port: number;
  readonly weight: number;
}

export function findHaproxy(): string | undefined {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, 'haproxy'));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Resolves when it answers. It has as many threads as the machine has processors, which is its default. */
export async function startHaproxy(
  program: string,
  folder: string,
  targets: readonly WeighedTarget[],
): Promise<Haproxy> {
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration(port, targets));
  const child = spawn(program, ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = async (): Promise<void> => {
    child.kill();
    await gone;
  };
  try {
    await eventually('an answer of HAProxy', () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

function configuration(port: number, targets: readonly WeighedTarget[]): string {
  const servers = targets.map(
    (target, index) => `  server t${index} 127.0.0.1:${target.port} weight ${target.weight}`,
  );
  return `global
  maxconn 4000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend in
  bind 127.0.0.1:${port}
  default_backend out
backend out
  balance roundrobin
${servers.join('\n')}
`;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      server.close(() => resolve(port));
    });
  });
}
