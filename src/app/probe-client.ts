// Probes over real HTTP: a bounded number of GET requests through a rule, a few at a time.
import http from 'node:http';
import https from 'node:https';
import type { ProbeClient, ProbeRequest } from '../steps/probe.ts';

const AT_ONCE = 8;
const TIMEOUT_MS = 5_000;

/** Where a listener is really reached: on AWS its DNS name, on the twin a port of this machine. */
export type Resolve = (
  request: ProbeRequest,
) => Promise<{ readonly host: string; readonly port: number } | undefined>;

export function createProbeClient(resolve: Resolve): ProbeClient {
  return {
    async send(request) {
      const address = await resolve(request).catch(() => undefined);
      if (address === undefined) return Array.from({ length: request.requests }, () => null);
      const secure = request.protocol === 'HTTPS';
      const agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: AT_ONCE });
      try {
        const sends = Array.from({ length: request.requests }, () =>
          sendOne({ ...address, request, agent, secure }),
        );
        return await Promise.all(sends);
      } finally {
        agent.destroy();
      }
    },
  };
}

interface OneRequest {
  readonly host: string;
  readonly port: number;
  readonly request: ProbeRequest;
  readonly agent: http.Agent;
  readonly secure: boolean;
}

function sendOne({ host, port, request, agent, secure }: OneRequest): Promise<string | null> {
  return new Promise((done) => {
    const sent = (secure ? https : http).request({
      host,
      port,
      agent,
      path: request.path ?? '/',
      method: 'GET',
      timeout: TIMEOUT_MS,
      headers: { host: request.host ?? request.dnsName, 'user-agent': 'penstock-probe' },
      ...(secure ? { servername: request.host ?? request.dnsName } : {}),
    });
    sent.on('response', (response) => {
      const value = response.headers[request.header.toLowerCase()];
      response.resume();
      response.on('end', () => done(typeof value === 'string' ? value : null));
      response.on('error', () => done(null));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => done(null));
    sent.end();
  });
}

export const throughDnsName: Resolve = async (request) => ({
  host: request.dnsName,
  port: request.port,
});

/** Asks the twin at which port of this machine each of its listeners is open. */
export function throughTwin(twinUrl: string): Resolve {
  return async (request) => {
    const answer = await fetch(`${twinUrl}/_twin/listeners`);
    const { listeners } = (await answer.json()) as {
      listeners: readonly { listenerArn: string; host: string; actualPort: number }[];
    };
    const found = listeners.find((each) => each.listenerArn === request.listenerArn);
    return found === undefined ? undefined : { host: found.host, port: found.actualPort };
  };
}
