// Sends the traces of ended runs to an OpenTelemetry collector: OTLP over HTTP, as JSON.
import { isLoopback } from '../../app/outside/loopback.ts';
import type { Span } from './trace-of.ts';

export interface TraceExport {
  /** Never throws and is not waited for: a trace that cannot be sent is said once and left. */
  send(spans: readonly Span[], world: 'twin' | 'aws'): void;
  close(): Promise<void>;
}

export interface TraceSettings {
  /** The full address of traces, such as `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const SEND_MS = 10_000;
const AT_ONCE = 4;
const WAITING_MAX = 100;

/** OpenTelemetry's own variables; undefined when no address is given. Throws on an address that is none. */
export function traceSettings(environment: NodeJS.ProcessEnv): TraceSettings | undefined {
  const traces = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  const base = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const url = traces ?? (base && `${base.replace(/\/$/, '')}/v1/traces`);
  if (url === undefined || url === '') return undefined;
  if (!URL.canParse(url)) {
    throw new Error(
      `"${url}" is no address: OTEL_EXPORTER_OTLP_ENDPOINT takes http(s)://host:port.`,
    );
  }
  const pairs = (environment['OTEL_EXPORTER_OTLP_HEADERS'] ?? '').split(',').filter(Boolean);
  const headers = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), decodeURIComponent(value.join('=').trim())] as const;
  });
  return { url, headers: Object.fromEntries(headers) };
}

export function createTraceExport(
  { url, headers }: TraceSettings,
  onFailure: (why: string) => void,
): TraceExport {
  const waiting: (readonly Span[])[] = [];
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();
  const next = (): void => {
    if (sending.size >= AT_ONCE || closing.signal.aborted) return;
    const spans = waiting.shift();
    if (spans === undefined) return;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(SEND_MS)]);
    const one = post(url, headers, spans, signal)
      .catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        sending.delete(one);
        next();
      });
    sending.add(one);
  };
  return {
    send: (spans, world) => {
      if (spans.length === 0) return;
      if (world === 'twin' && !isLoopback(new URL(url).hostname)) return;
      if (waiting.length >= WAITING_MAX) {
        waiting.shift();
        onFailure(`more than ${WAITING_MAX} traces wait: the oldest was left`);
      }
      waiting.push(spans);
      next();
    },
    close: async () => {
      await Promise.race([Promise.allSettled(sending), pause(SEND_MS / 10)]);
      closing.abort();
      await Promise.allSettled(sending);
    },
  };
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  spans: readonly Span[],
  signal: AbortSignal,
): Promise<void> {
  const resource = {
    attributes: [{ key: 'service.name', value: { stringValue: 'penstock' } }],
  };
  const scopeSpans = [{ scope: { name: 'penstock' }, spans }];
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] }),
    signal,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
