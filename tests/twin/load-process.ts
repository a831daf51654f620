// A process that sends requests over kept-alive connections, as fast as they are answered, and tells what came back.
import { createInterface } from 'node:readline';
import { Pool } from 'undici';

export interface LoadSettings {
  readonly port: number;
  readonly connections: number;
  /** At most; fewer when the input closes before. */
  readonly requests: number;
  /** Whether each answer is told, besides the sums. */
  readonly tellsEach: boolean;
}

export interface LoadReport {
  readonly answered: number;
  /** Without an answer, or with another status than 200. */
  readonly lost: number;
  readonly byInstance: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly each: readonly Answer[];
}

/** Times are of the machine's monotonic clock, which all its processes share. */
export type Answer = readonly [sentMs: number, gotMs: number, instance: string];

if (import.meta.main) await main();

async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  let isWanted = true;
  lines.once('close', () => {
    isWanted = false;
  });
  const line = await new Promise<string>((resolve) => lines.once('line', resolve));
  const settings = JSON.parse(line) as LoadSettings;
  process.stdout.write('{"started":true}\n');
  const report = await send(settings, () => isWanted);
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
}

async function send(settings: LoadSettings, isWanted: () => boolean): Promise<LoadReport> {
  const { port, connections, requests, tellsEach } = settings;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  const byInstance: Record<string, number> = {};
  const latencies: number[] = [];
  const each: Answer[] = [];
  let sent = 0;
  let lost = 0;
  const startedMs = nowMs();
  const one = async (): Promise<void> => {
    const sentMs = nowMs();
    const instance = await get(pool);
    const gotMs = nowMs();
    if (instance === undefined) {
      lost += 1;
      return;
    }
    byInstance[instance] = (byInstance[instance] ?? 0) + 1;
    latencies.push(gotMs - sentMs);
    if (tellsEach) each.push([sentMs, gotMs, instance]);
  };
  const worker = async (): Promise<void> => {
    while (sent < requests && isWanted()) {
      sent += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (nowMs() - startedMs) / 1_000;
  await pool.destroy();
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number =>
    latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    answered: latencies.length,
    lost,
    byInstance,
    seconds,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    each,
  };
}

/** The name of the instance that answered 200; undefined when none did. */
function get(pool: Pool): Promise<string | undefined> {
  return new Promise((resolve) => {
    let instance: string | undefined;
    pool.dispatch(
      { path: '/', method: 'GET', headers: ['host', 'shop.example'] },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, headers) {
          if (status === 200) instance = String(headers['x-instance']);
        },
        onResponseData() {},
        onResponseEnd: () => resolve(instance),
        onResponseError: () => resolve(undefined),
      },
    );
  });
}

function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
