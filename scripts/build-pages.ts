// Builds the server's pages into dist/web when they are missing or older than their sources.
import { join } from 'node:path';
import { createSystemClock } from '../src/app/system-clock.ts';
import { buildPages } from '../src/server/build-pages.ts';

await buildPages({
  root: join(import.meta.dirname, '..'),
  clock: createSystemClock(),
  say: (line) => process.stderr.write(`${line}\n`),
});
