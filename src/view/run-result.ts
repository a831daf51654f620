// The result of a run for programs: its end, every proven rung and what is left.
import type { ExecutionEvent } from '../execution/event.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { FACT, type Restored, type Rung } from '../traffic/facts.ts';
import { leftoversOf } from './leftovers-of.ts';
import { noticesOf } from './notices-of.ts';
import { foldRun } from './step-fold.ts';

export interface RunResult {
  readonly execution: string;
  readonly status: string;
  readonly cause: string | null;
  readonly rungs: readonly ProvenRung[];
  readonly restored: readonly Restored[];
  readonly leftovers: Json;
  /** What people should know beside the course of the run, oldest first. */
  readonly notices: readonly string[];
  readonly failure: string | null;
  /** By whom a Dirty end was resolved; null while it is not, and for every other end. */
  readonly resolved: string | null;
}

export interface ProvenRung {
  readonly rung: string;
  readonly rule: string;
  readonly label: string;
  readonly weight: number;
  readonly set: number;
  readonly reported: number | null;
  readonly observed: number | null;
  readonly proof: string | null;
  readonly reason: string | null;
  readonly provedAfterMs: number | null;
}

export function buildRunResult(execution: string, events: readonly ExecutionEvent[]): RunResult {
  const fold = foldRun(events);
  const values = (name: string): readonly unknown[] =>
    fold.facts.filter((fact) => fact.name === name).map((fact) => fact.value);
  return {
    execution,
    status: fold.finished?.end ?? 'Running',
    cause: fold.finished?.cause ?? null,
    rungs: (values(FACT.rung) as readonly Rung[])
      .filter((rung) => rung.state === 'proven')
      .map(proven),
    restored: values(FACT.restored) as readonly Restored[],
    leftovers: leftoversOf(fold) as unknown as Json,
    notices: noticesOf(fold),
    failure: fold.failure?.message ?? null,
    resolved: fold.resolved?.by ?? null,
  };
}

/** The result as plain JSON. */
export function resultJson(result: RunResult): JsonObject {
  return result as unknown as JsonObject;
}

function proven(rung: Rung): ProvenRung {
  return {
    rung: rung.rung,
    rule: rung.ruleArn,
    label: rung.label,
    weight: rung.set,
    set: rung.set,
    reported: rung.reported,
    observed: rung.observed,
    proof: rung.proof,
    reason: rung.reason,
    provedAfterMs:
      rung.provedAt === null || rung.writtenAt === null ? null : rung.provedAt - rung.writtenAt,
  };
}
