// How green's share moved over a run: what was set per rule, what was seen in traffic, and what happened when.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Plan } from '../plan/plan.ts';
import { FACT, type Lane, type Restored, type Rung } from '../traffic/facts.ts';
import type { RuleAction } from '../traffic/forward-action.ts';
import { PERIOD_MS } from '../traffic/periods.ts';
import { type ChartMarker, chartMarkers } from './chart-markers.ts';
import {
  type ChartFact,
  type ChartRules,
  chartFacts,
  chartRules,
  type RuleInChart,
} from './chart-rules.ts';

export interface ShareChart {
  /** Steps of green's share as it was set: each holds until the next of its series. */
  readonly set: readonly SharePoint[];
  /** What was seen in prod's traffic, of the minute before it was seen. */
  readonly observed: readonly ObservedShare[];
  readonly markers: readonly ChartMarker[];
}

export interface SharePoint {
  /** The rule, as people call it; with its stage where several deploy. */
  readonly series: string;
  readonly lane: Lane;
  readonly at: number;
  readonly percent: number;
}

export interface ObservedShare {
  readonly from: number;
  readonly to: number;
  readonly percent: number;
}

export function shareChart(plan: Plan, events: readonly ExecutionEvent[], now: number): ShareChart {
  const facts = chartFacts(plan, events);
  const rules = chartRules(plan, facts);
  const series = new Map<string, SharePoint[]>();
  for (const fact of facts) {
    const point = pointOf(fact, rules);
    if (point === undefined || point.at > now) continue;
    const points = series.get(point.series) ?? [];
    series.set(point.series, points);
    addPoint(points, point);
  }
  const bars = events.flatMap((event) =>
    event.type === 'FactRecorded' && event.name === FACT.rung
      ? seenIn(event.value as unknown as Rung)
      : [],
  );
  return {
    set: [...series.values()].flat().sort((one, other) => one.at - other.at),
    observed: apart(bars),
    markers: chartMarkers(plan, events),
  };
}

function pointOf(fact: ChartFact, rules: ChartRules): SharePoint | undefined {
  const { name, path, value } = fact;
  if (fact.origin === 'followed') return pointAsLeft(fact, rules);
  const at = (written: number | null): number =>
    fact.origin === 'kept' || written === null ? fact.at : written;
  if (name === FACT.beforeImage) {
    const rule = rules.of(path, (value as { readonly ruleArn: string }).ruleArn);
    return pointAt(rule, fact.at, rule?.before);
  }
  if (name === FACT.rung) {
    const { ruleArn, set, writtenAt } = value as Rung;
    return writtenAt === null ? undefined : pointAt(rules.of(path, ruleArn), at(writtenAt), set);
  }
  if (name !== FACT.restored) return undefined;
  const { ruleArn, outcome, writtenAt } = value as Restored;
  const rule = rules.of(path, ruleArn);
  return outcome === 'restored' ? pointAt(rule, at(writtenAt), rule?.before) : undefined;
}

/** A follow-up begins where the run before it has left each rule. */
function pointAsLeft(
  { name, path, key, at, value }: ChartFact,
  rules: ChartRules,
): SharePoint | undefined {
  if (name !== FACT.writtenActions) return undefined;
  const rule = rules.of(path, key);
  return pointAt(rule, at, rule?.percentOf(value as readonly RuleAction[]));
}

function pointAt(
  rule: RuleInChart | undefined,
  at: number,
  percent: number | undefined,
): SharePoint | undefined {
  if (rule === undefined || percent === undefined) return undefined;
  return { series: rule.series, lane: rule.lane, at, percent };
}

/** A rung says its weight again with each state; of one moment the last word stands. */
function addPoint(points: SharePoint[], point: SharePoint): void {
  const last = points.at(-1);
  if (last?.percent === point.percent) return;
  if (last !== undefined && last.at >= point.at) points.pop();
  points.push(point);
}

/** Counts come by whole minutes; a share that was probed was seen in the minute up to its proof. */
function seenIn({ lane, observed, proof, writtenAt, provedAt }: Rung): readonly ObservedShare[] {
  if (lane !== 'prod' || observed === null || provedAt === null) return [];
  const isCounted = proof === 'share' || proof === 'zero';
  const to = isCounted ? Math.floor(provedAt / PERIOD_MS) * PERIOD_MS : provedAt;
  const from = Math.max(to - PERIOD_MS, writtenAt ?? 0);
  return from < to ? [{ from, to, percent: observed }] : [];
}

/** Rules that are proven side by side are seen in one traffic: the later word stands. */
function apart(bars: readonly ObservedShare[]): readonly ObservedShare[] {
  const sorted = [...bars].sort((one, other) => one.to - other.to);
  return sorted.filter((bar, index) => {
    const next = sorted[index + 1];
    return next === undefined || next.from >= bar.to;
  });
}
