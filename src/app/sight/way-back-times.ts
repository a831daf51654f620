// How long earlier ways back took: until AWS had all rules back, and until green was proved to be without traffic.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { FACT, type Restored } from '../../traffic/facts.ts';

export interface WayBackTimes {
  readonly writtenMs: number;
  /** Undefined when green was not taken away, or never had traffic. */
  readonly provedMs: number | undefined;
}

export interface ExpectedTimes {
  readonly expectedMs: number | undefined;
  readonly expectedProofMs: number | undefined;
  readonly measuredFrom: number;
}

/** Undefined for a run that has put nothing back. */
export function wayBackTimes(
  plan: Plan,
  events: readonly ExecutionEvent[],
): WayBackTimes | undefined {
  const isOwnRun = plan.followUp?.kind === 'rollback';
  const began = events.find(
    ({ type }) => type === (isOwnRun ? 'ExecutionStarted' : 'RollbackStarted'),
  );
  if (began === undefined) return undefined;
  const written = events.flatMap((event) => {
    if (event.type !== 'FactRecorded' || event.name !== FACT.restored) return [];
    const { outcome, writtenAt } = event.value as unknown as Restored;
    return outcome === 'restored' && writtenAt !== null ? [writtenAt] : [];
  });
  if (written.length === 0) return undefined;
  const lastAt = Math.max(...written);
  // Green is scaled to 0 only after its proof.
  const proved = events.find(
    (event) =>
      event.type === 'EffectIntended' && event.at >= lastAt && /^scale .* to 0$/.test(event.effect),
  );
  return {
    writtenMs: Math.max(0, lastAt - began.at),
    provedMs: proved && Math.max(0, proved.at - began.at),
  };
}

/** Medians: one that stood still for an hour must not make all look slow. */
export function expectedTimes(measured: readonly WayBackTimes[]): ExpectedTimes {
  return {
    expectedMs: median(measured.map(({ writtenMs }) => writtenMs)),
    expectedProofMs: median(measured.flatMap(({ provedMs }) => provedMs ?? [])),
    measuredFrom: measured.length,
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
