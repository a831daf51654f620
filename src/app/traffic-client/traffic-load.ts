// Sends requests to a listener all the time, each host at its rate, over kept-alive connections.
import { Pool } from 'undici';
import { plainConnector } from '../../twin/data-plane/plain-connector.ts';
import {
  noTraffic,
  type RequestOutcome,
  reportOf,
  type TrafficCounts,
  type TrafficReport,
  withOutcome,
  withSent,
} from './traffic-counts.ts';

export interface TrafficSettings {
  /** The listener's real port on this machine. */
  readonly port: number;
  readonly hosts: readonly { readonly host: string; readonly requestsPerSecond: number }[];
  /** The header in which the application names its version, in lower case. */
  readonly versionHeader: string;
  /** A request that is due while so many are under way waits, and is left out after a second. */
  readonly maximumInFlight?: number;
  /** The load ends by itself after so many requests or so much real time. */
  readonly maximumRequests?: number;
  readonly maximumMs?: number;
}

export interface TrafficLoad {
  report(): TrafficReport;
  /** Sends no more; resolves when every request has its outcome. */
  stop(): Promise<void>;
  /** Resolves when the load has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
}

const LIMITS = { maximumInFlight: 32, maximumRequests: 1_000_000, maximumMs: 4 * 3_600_000 };
const CONNECTION_ROWS = 4;
const ANSWER_WITHIN_MS = 10_000;
const TICK_MS = 5;
const LATEST_MS = 1_000;

export function startTrafficLoad(settings: TrafficSettings): TrafficLoad {
  const { maximumInFlight, maximumRequests, maximumMs } = { ...LIMITS, ...settings };
  const startedAt = performance.now();
  const nextAt = new Map(settings.hosts.map(({ host }) => [host, startedAt]));
  const counts: Record<string, TrafficCounts> = {};
  for (const { host } of settings.hosts) counts[host] = noTraffic;
  const underWay = new Set<Promise<void>>();
  const request = requester(settings, maximumInFlight);
  let sent = 0;
  const send = (host: string): void => {
    sent += 1;
    counts[host] = withSent(counts[host] ?? noTraffic);
    const finished = request.send(host).then((outcome) => {
      counts[host] = withOutcome(counts[host] ?? noTraffic, outcome);
      underWay.delete(finished);
    });
    underWay.add(finished);
  };
  const sendWhatIsDue = (now: number): void => {
    for (const { host, requestsPerSecond } of settings.hosts) {
      let dueAt = Math.max(nextAt.get(host) ?? now, now - LATEST_MS);
      while (dueAt <= now && underWay.size < maximumInFlight && sent < maximumRequests) {
        send(host);
        dueAt += 1_000 / requestsPerSecond;
      }
      nextAt.set(host, dueAt);
    }
  };
  let timer: NodeJS.Timeout;
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
    const tick = (): void => {
      const now = performance.now();
      if (sent >= maximumRequests || now - startedAt >= maximumMs) {
        resolve();
        return;
      }
      sendWhatIsDue(now);
      timer = setTimeout(tick, TICK_MS);
    };
    tick();
  });
  const ended = stopped.then(async () => {
    clearTimeout(timer);
    await Promise.all(underWay);
    await request.close();
  });
  return {
    report: () => reportOf({ ...counts }),
    ended,
    stop() {
      stop();
      return ended;
    },
  };
}

interface Requester {
  send(host: string): Promise<RequestOutcome>;
  close(): Promise<unknown>;
}

/** Takes several rows of connections in turn, so that thin traffic too meets every node. */
function requester(settings: TrafficSettings, maximumInFlight: number): Requester {
  const rows = Array.from(
    { length: CONNECTION_ROWS },
    () =>
      new Pool(`http://127.0.0.1:${settings.port}`, {
        connections: Math.ceil(maximumInFlight / CONNECTION_ROWS),
        connect: plainConnector(ANSWER_WITHIN_MS),
        headersTimeout: ANSWER_WITHIN_MS,
        bodyTimeout: ANSWER_WITHIN_MS,
      }),
  );
  let turn = 0;
  return {
    async send(host) {
      turn = (turn + 1) % rows.length;
      try {
        const answer = await rows[turn]?.request({ path: '/', method: 'GET', headers: { host } });
        if (answer === undefined) return { kind: 'unanswered' };
        await answer.body.bytes();
        const version = answer.headers[settings.versionHeader];
        const text = Array.isArray(version) ? version[0] : version;
        return { kind: 'status', status: answer.statusCode, version: text };
      } catch {
        return { kind: 'unanswered' };
      }
    },
    close: () => Promise.all(rows.map((row) => row.close())),
  };
}
