// The twin's program: settings come as one JSON line, one JSON line says it is ready, a closed stdin ends it.
import { createInterface } from 'node:readline';
import { startTwin } from './start-twin.ts';
import type { TwinSettings } from './twin-settings.ts';

const input = createInterface({ input: process.stdin });
const closed = new Promise<void>((resolve) => input.once('close', resolve));
input.once('line', async (line) => {
  const twin = await startTwin(JSON.parse(line) as TwinSettings).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  const { url, addresses, clockOrigin } = twin;
  process.stdout.write(`${JSON.stringify({ url, addresses, clockOrigin })}\n`);
  await closed;
  await twin.close();
});
