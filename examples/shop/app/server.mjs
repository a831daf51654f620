// The shop: the example's application, one small HTTP server without dependencies.
import { createServer } from 'node:http';

const version = process.env.VERSION ?? '1';
const settings = readUserData(process.env.USER_DATA ?? '');
const failEvery = Number(settings.FAIL_EVERY ?? 0);
let requests = 0;

const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  response.setHeader('x-shop-version', version);
  response.setHeader('content-type', 'application/json');
  if (request.url === '/health') {
    response.statusCode = settings.HEALTH === 'failing' ? 500 : 200;
    response.end(`{"healthy":${response.statusCode === 200}}\n`);
    return;
  }
  requests += 1;
  const failing = failEvery > 0 && requests % failEvery === 0;
  const latencyMs = 2 + (requests % 5);
  setTimeout(() => {
    response.statusCode = failing ? 500 : 200;
    response.end(`${JSON.stringify({ shop: settings.GREETING ?? 'The shop', version })}\n`);
  }, latencyMs);
});

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  process.stdout.write(`version ${version} listens on http://127.0.0.1:${server.address().port}\n`);
});

// SIGTERM finishes what is under way; a closed stdin means that whoever started the shop is gone.
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 20);
});
process.stdin.on('close', () => process.exit(0)).resume();

/** `KEY=VALUE` lines as a shell reads them; other lines are not the shop's. */
function readUserData(text) {
  const values = {};
  for (const line of text.split('\n')) {
    const [, key, value] = /^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) values[key] = value.replace(/^(["'])(.*)\1$/, '$2');
  }
  return values;
}
