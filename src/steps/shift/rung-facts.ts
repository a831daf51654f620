// The progress of one rule at one rung, recorded at each state for the record and for screens.
import { FACT, type Rung } from '../../traffic/facts.ts';
import { record, stageFacts } from '../common/step-facts.ts';
import type { RuleChange, Shift } from './shift.ts';

type Known = Partial<
  Pick<Rung, 'reported' | 'observed' | 'requests' | 'proof' | 'reason' | 'writtenAt' | 'provedAt'>
>;

/** Answers the fact that counts: after a crash the one of before. */
export function recordRung(
  shift: Shift,
  change: RuleChange,
  state: Rung['state'],
  known: Known = {},
): Promise<Rung> {
  const rung: Rung = {
    rung: `${change.lane}-${change.set}`,
    lane: change.lane,
    ruleArn: change.ruleArn,
    label: change.label,
    state,
    set: change.set,
    reported: null,
    observed: null,
    requests: null,
    proof: null,
    reason: null,
    writtenAt: null,
    provedAt: null,
    ...known,
  };
  return record(shift.context, FACT.rung, `${change.ruleArn}/${change.set}/${state}`, rung);
}

/** What this attempt has proven stays proven: after a crash or a choice it is not proven again. */
export function provenRung(shift: Shift, change: RuleChange): Rung | undefined {
  return rungOf(shift, change, 'proven');
}

/** The weights that this attempt was about to write: they may stand. */
export function begunRung(shift: Shift, change: RuleChange): Rung | undefined {
  return rungOf(shift, change, 'writing');
}

/** The weights that this attempt has written and AWS has shown, whatever the rule shows now. */
export function settledRung(shift: Shift, change: RuleChange): Rung | undefined {
  return rungOf(shift, change, 'settling');
}

/** Keeps what an earlier state of the same rung already knew. */
export async function recordFailedRung(
  shift: Shift,
  change: RuleChange,
  reason: string,
): Promise<void> {
  const settling = settledRung(shift, change);
  await recordRung(shift, change, 'failed', {
    reported: settling?.reported ?? null,
    writtenAt: settling?.writtenAt ?? null,
    reason,
  });
}

function rungOf({ context }: Shift, change: RuleChange, state: Rung['state']): Rung | undefined {
  const key = `${change.ruleArn}/${change.set}/${state}`;
  return stageFacts(context, FACT.rung).findLast(
    (fact) => fact.key === key && fact.path === context.path && fact.attempt === context.attempt,
  )?.value as unknown as Rung | undefined;
}
