// Metrics, traces and the log of a server: what they count and send of journals, calls and requests.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startAnsweringServer } from '../../../tests/answering-server.ts';
import { harness } from '../../../tests/drive-harness.ts';
import { eventually } from '../../../tests/eventually.ts';
import { planOf, stage, step } from '../../../tests/plan-builder.ts';
import {
  approvePath,
  begun,
  decided,
  finished,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../../tests/view-fixture.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { StepFailure } from '../../execution/step.ts';
import { createServerLog } from './server-log.ts';
import { createServerMetrics } from './server-metrics.ts';
import { createTraceExport, traceSettings } from './trace-export.ts';
import { traceOf } from './trace-of.ts';

const NOTHING = { driven: 1, parked: 2, standing: 0, queued: 3, watchers: 4 };
const ENDED: UntimedEvent = {
  type: 'ExecutionFinished',
  status: 'Success',
  end: 'Success',
  leftovers: [],
};
const APPROVE = approvePath(0);
const SHIFT = shiftPath(0);
const succeeded = (path: string): UntimedEvent => ({
  type: 'AttemptFinished',
  path,
  attempt: 1,
  result: { status: 'succeeded', output: {} },
});
const EVENTS = timed(
  started,
  { type: 'NodeStarted', path: 'shop' },
  begun(APPROVE),
  gateOpened(APPROVE),
  decided(APPROVE, 'bea', 'approve'),
  decided(APPROVE, 'cyd', 'approve'),
  finished(APPROVE, 'Success'),
  begun(SHIFT),
  rungFact(SHIFT, { state: 'proven', writtenAt: 7_000, provedAt: 9_000, proof: 'share' }),
  succeeded(SHIFT),
  finished(SHIFT, 'Success'),
  ENDED,
);
const GROWN = { run: '7', plan: ladderPlan(), events: EVENTS, from: 0 };

test('metrics count what is new in a journal, by end, kind of time, rung and proof', async () => {
  const metrics = createServerMetrics(async () => NOTHING);
  metrics.onGrown({ ...GROWN, events: EVENTS.slice(0, 6) });
  metrics.onGrown({ ...GROWN, from: 6 });
  const text = await metrics.text();
  expect(text).toContain('penstock_runs_ended_total{end="Success"} 1');
  expect(text).toContain('penstock_rungs_total{lane="prod",state="proven",proof="share"} 1');
  expect(text).toContain('penstock_rung_proof_seconds_sum{lane="prod"} 2');
  expect(text).toMatch(/penstock_run_seconds_sum\{end="Success",kind="human"\} [2-3]\b/);
  expect(text).toContain('penstock_runs{state="queued"} 3');
  expect(text).toContain('penstock_watchers 4');
});

test('metrics count requests, cloud calls and deliveries by what came of them', async () => {
  const metrics = createServerMetrics(async () => NOTHING);
  metrics.onRequest('readRun', 200, 12);
  metrics.onCloudCall({
    cloud: 'metrics',
    operation: 'read',
    outcome: 'throttled',
    durationMs: 40,
  });
  metrics.onDelivery('failed');
  const text = await metrics.text();
  expect(text).toContain('penstock_http_request_seconds_count{route="readRun",status="200"} 1');
  expect(text).toContain(
    'penstock_cloud_call_seconds_count{cloud="metrics",operation="read",outcome="throttled"} 1',
  );
  expect(text).toContain('penstock_webhook_tries_total{status="failed"} 1');
});

const PLAN = planOf([stage('s', [step('a'), step('b')])]);
const TRACED = {
  project: 'shop',
  run: '7',
  plan: PLAN,
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
};

async function drivenEvents(): Promise<readonly ExecutionEvent[]> {
  const game = await harness(PLAN, async (_, { path }) => {
    if (path.endsWith('b')) throw new StepFailure({ type: 'Unknown', message: 'b broke' });
    return { status: 'succeeded' };
  });
  await game.drive();
  return game.events();
}

test('an ended run is one trace: each span under what it stood in, with times that hold each other', async () => {
  const events = await drivenEvents();
  const spans = traceOf({ ...TRACED, events });
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  expect(byId.size).toBe(spans.length);
  expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
  expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'b']));
  expect(spans.find(({ name }) => name === 'b')?.status).toEqual({ code: 2, message: 'b broke' });
  for (const span of spans) {
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    const parent = byId.get(span.parentSpanId ?? span.spanId);
    const begins = BigInt(parent?.startTimeUnixNano ?? '-1');
    expect(begins >= 0n && begins <= BigInt(span.startTimeUnixNano)).toBe(true);
  }
  expect(traceOf({ ...TRACED, events })).toEqual(spans);
});

test('a run that goes on has no trace yet', async () => {
  const events = await drivenEvents();
  expect(traceOf({ ...TRACED, events: events.slice(0, -1) })).toEqual([]);
});

test('a trace is posted as OTLP, and one that the collector refuses is said once', async () => {
  let status = 200;
  await using collector = await startAnsweringServer(() => ({ status, body: '{}' }));
  const settings = traceSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
  });
  if (settings === undefined) throw new Error('no settings');
  const failures: string[] = [];
  const traces = createTraceExport(settings, (why) => failures.push(why));
  const spans = traceOf({ ...TRACED, events: await drivenEvents() });
  traces.send(spans, 'twin');
  const [request] = await eventually('the trace', () =>
    collector.received.length > 0 ? collector.received : undefined,
  );
  expect([request?.url.pathname, request?.headers['x-key']]).toEqual(['/v1/traces', 'a b']);
  const body = JSON.parse(request?.body ?? '');
  expect(body.resourceSpans[0].scopeSpans[0].spans).toHaveLength(spans.length);
  status = 500;
  traces.send(spans, 'twin');
  await eventually('the failure', () => failures.length > 0);
  expect(failures).toEqual(['the collector answered 500']);
  await traces.close();
});

test('no collector is spoken to unless one is named', () => {
  expect(traceSettings({})).toBeUndefined();
  expect(() => traceSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' })).toThrow(/no address/);
});

test('the log is one JSON line per happening, with the stack of a defect', () => {
  const lines: string[] = [];
  const log = createServerLog({ write: (line) => void lines.push(line) });
  log.info('request', { route: 'readRun', status: 200 });
  log.error('a journal cannot be read', new Error('torn'), { run: '7' });
  const [info, error] = lines.map((line) => JSON.parse(line));
  expect(info).toMatchObject({ msg: 'request', route: 'readRun', service: 'penstock' });
  expect(error).toMatchObject({ run: '7', err: { message: 'torn' } });
  expect(error.err.stack).toContain('observability.test');
});
