// A run as a trace of OpenTelemetry: the pipeline, its stages and groups, steps and attempts, each a span with its times.
import type { ExecutionEvent } from '../../execution/event.ts';
import { type NodeSummary, summarise } from '../../execution/summary.ts';
import type { Plan } from '../../plan/plan.ts';

/** A span in the words of OTLP's JSON; ids are lower-case hex, times nanoseconds since 1970 as text. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 1;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly { readonly timeUnixNano: string; readonly name: string }[];
  /** 1 is ok, 2 an error. */
  readonly status: { readonly code: 1 | 2; readonly message?: string };
}

export interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string };
}

export interface TracedRun {
  readonly project: string;
  readonly run: string;
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
  /** Hex of SHA-256 of a text: the same run always has the same ids, also when it is sent again. */
  hash(text: string): string;
}

const TRACE_ID = 32;
const SPAN_ID = 16;
const BAD = /^(Failed|Expired|Aborted|ApprovalRejected)$/;

/** Empty before the run has ended. What has not run is left out. */
export function traceOf({ project, run, plan, events, hash }: TracedRun): readonly Span[] {
  const [started] = events;
  const { pipeline, end, startedAt, endedAt } = summarise(plan, events);
  if (started?.type !== 'ExecutionStarted' || end === undefined) return [];
  const root = `${project} ${run} ${startedAt} ${started.planHash}`;
  const traceId = hash(root).slice(0, TRACE_ID);
  const spanIdOf = (path: string): string => hash(`${root} ${path}`).slice(0, SPAN_ID);
  const spans: Span[] = [];
  const add = (node: NodeSummary, parent: string | undefined): void => {
    const isRoot = parent === undefined;
    const from = isRoot ? startedAt : node.startedAt;
    const to = isRoot ? endedAt : node.endedAt;
    if (from === undefined || to === undefined || node.status === 'Skipped') return;
    const message = messageOf(node);
    spans.push({
      traceId,
      spanId: spanIdOf(node.path),
      ...(parent !== undefined && { parentSpanId: spanIdOf(parent) }),
      name: isRoot ? started.pipeline : node.name,
      kind: 1,
      startTimeUnixNano: nanoseconds(from),
      endTimeUnixNano: nanoseconds(to),
      attributes: attributesOf(node, isRoot ? { project, run, end } : {}),
      events: isRoot ? [] : retriesOf(node.path, events),
      status: BAD.test(node.status) ? { code: 2, ...(message && { message }) } : { code: 1 },
    });
    for (const child of node.children) add(child, node.path);
  };
  add(pipeline, undefined);
  return spans;
}

function attributesOf(
  { kind, path, status, label }: NodeSummary,
  more: Readonly<Record<string, string>>,
): readonly Attribute[] {
  const all = { ...more, kind, path, status, ...(label !== undefined && { label }) };
  return Object.entries(all).map(([key, stringValue]) => ({
    key: `penstock.${key}`,
    value: { stringValue },
  }));
}

function messageOf({ result, reason }: NodeSummary): string | undefined {
  return result?.status === 'failed' ? result.failure.message : reason;
}

/** Of a step with several attempts, when each began. */
function retriesOf(path: string, events: readonly ExecutionEvent[]): Span['events'] {
  const begun = events.filter((event) => event.type === 'AttemptStarted' && event.path === path);
  return begun.length < 2
    ? []
    : begun.map(({ at }, index) => ({
        timeUnixNano: nanoseconds(at),
        name: `attempt ${index + 1}`,
      }));
}

function nanoseconds(ms: number): string {
  return `${Math.round(ms)}000000`;
}
