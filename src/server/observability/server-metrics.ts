// What Prometheus is told: counts and times of runs, rungs, cloud calls, requests and deliveries, and how things stand.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CloudCall } from '../../app/clouds/counted-clouds.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { FACT, type Rung } from '../../traffic/facts.ts';
import { timeSpans } from '../../view/time-spans.ts';
import type { Grown } from '../journal-tail.ts';

export interface Standing {
  readonly driven: number;
  readonly parked: number;
  /** Nobody drives them although there is something to do. */
  readonly standing: number;
  readonly queued: number;
  readonly watchers: number;
}

export interface ServerMetrics {
  readonly contentType: string;
  /** The text that Prometheus reads. */
  text(): Promise<string>;
  /** `route` is its name, never its address: there are as many series as routes. */
  onRequest(route: string, status: number, durationMs: number): void;
  onCloudCall(call: CloudCall): void;
  onDelivery(status: string): void;
  /** What is new in a journal. */
  onGrown(grown: Grown): void;
}

const RUN_SECONDS = [10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];
const CALL_SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const PROOF_SECONDS = [5, 15, 30, 60, 120, 240, 480, 960];

/** `standing` is asked at each reading, so it must be cheap. */
export function createServerMetrics(standing: () => Promise<Standing>): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const meters = createMeters(registry);
  gauges(registry, standing);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    onRequest: (route, status, durationMs) =>
      meters.requests.observe({ route, status: String(status) }, durationMs / 1_000),
    onCloudCall: ({ cloud, operation, outcome, durationMs }) =>
      meters.cloudCalls.observe({ cloud, operation, outcome }, durationMs / 1_000),
    onDelivery: (status) => meters.deliveries.inc({ status }),
    onGrown: ({ plan, events, from }) => {
      for (const event of events.slice(from)) countEvent(meters, event);
      const last = events.at(-1);
      const ended = events.slice(from).find(({ type }) => type === 'ExecutionFinished');
      if (ended?.type !== 'ExecutionFinished' || last === undefined) return;
      const { end } = ended;
      meters.runs.inc({ end });
      const { machineMs, humanMs, bakeMs } = timeSpans(plan, events, last.at);
      meters.runTimes.observe({ end, kind: 'machine' }, machineMs / 1_000);
      meters.runTimes.observe({ end, kind: 'human' }, humanMs / 1_000);
      meters.runTimes.observe({ end, kind: 'bake' }, bakeMs / 1_000);
    },
  };
}

interface Meters {
  readonly runs: Counter<'end'>;
  readonly runTimes: Histogram<'end' | 'kind'>;
  readonly rungs: Counter<'lane' | 'state' | 'proof'>;
  readonly proofTimes: Histogram<'lane'>;
  readonly writes: Counter<'outcome' | 'via'>;
  readonly cloudCalls: Histogram<'cloud' | 'operation' | 'outcome'>;
  readonly requests: Histogram<'route' | 'status'>;
  readonly deliveries: Counter<'status'>;
}

function createMeters(registry: Registry): Meters {
  const registers = [registry];
  return {
    runs: new Counter({
      name: 'penstock_runs_ended_total',
      help: 'Runs by their end state.',
      labelNames: ['end'],
      registers,
    }),
    runTimes: new Histogram({
      name: 'penstock_run_seconds',
      help: 'Time of ended runs on their own clock: machines at work, people waited for, waiting on purpose.',
      labelNames: ['end', 'kind'],
      buckets: RUN_SECONDS,
      registers,
    }),
    rungs: new Counter({
      name: 'penstock_rungs_total',
      help: 'Rules at rungs that were proven, by kind of proof, or failed.',
      labelNames: ['lane', 'state', 'proof'],
      registers,
    }),
    proofTimes: new Histogram({
      name: 'penstock_rung_proof_seconds',
      help: 'From the write of a rung to its proof.',
      labelNames: ['lane'],
      buckets: PROOF_SECONDS,
      registers,
    }),
    writes: new Counter({
      name: 'penstock_effects_total',
      help: 'Changes of the world by what came of them and how that is known.',
      labelNames: ['outcome', 'via'],
      registers,
    }),
    cloudCalls: new Histogram({
      name: 'penstock_cloud_call_seconds',
      help: 'Cloud calls of the runs that this process drives.',
      labelNames: ['cloud', 'operation', 'outcome'],
      buckets: CALL_SECONDS,
      registers,
    }),
    requests: new Histogram({
      name: 'penstock_http_request_seconds',
      help: 'Requests to this server by route; of a stream the time until it is open.',
      labelNames: ['route', 'status'],
      buckets: CALL_SECONDS,
      registers,
    }),
    deliveries: new Counter({
      name: 'penstock_webhook_tries_total',
      help: 'Tries to deliver to webhooks by what came of them.',
      labelNames: ['status'],
      registers,
    }),
  };
}

function countEvent(meters: Meters, event: ExecutionEvent): void {
  if (event.type === 'EffectConfirmed') {
    meters.writes.inc({ outcome: event.outcome, via: event.via });
  }
  if (event.type !== 'FactRecorded' || event.name !== FACT.rung) return;
  const { lane, state, proof, writtenAt, provedAt } = event.value as unknown as Rung;
  if (state !== 'proven' && state !== 'failed') return;
  meters.rungs.inc({ lane, state, proof: proof ?? 'none' });
  if (writtenAt !== null && provedAt !== null) {
    meters.proofTimes.observe({ lane }, (provedAt - writtenAt) / 1_000);
  }
}

function gauges(registry: Registry, standing: () => Promise<Standing>): void {
  const runs = new Gauge({
    name: 'penstock_runs',
    help: 'Runs that have not ended: driven by a process, parked until people or time, standing still, queued.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { driven, parked, standing: still, queued } = await standing();
      runs.set({ state: 'driven' }, driven);
      runs.set({ state: 'parked' }, parked);
      runs.set({ state: 'standing' }, still);
      runs.set({ state: 'queued' }, queued);
    },
  });
  const watching = new Gauge({
    name: 'penstock_watchers',
    help: 'Open streams.',
    registers: [registry],
    async collect() {
      watching.set((await standing()).watchers);
    },
  });
}
