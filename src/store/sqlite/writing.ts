// How journals grow: create, append, park and signal, each of which refuses before it changes anything.
import type { ExecutionEvent } from '../../execution/event.ts';
import type {
  Appended,
  Claim,
  ExecutionId,
  Journal,
  SignalVerdict,
} from '../../execution/journal.ts';
import { isCurrent, isEnd } from '../claim-rules.ts';
import { lostEvents } from '../journal-errors.ts';
import { type LineChange, lineChanges } from '../line-rules.ts';
import { givesUp } from '../lock-rules.ts';
import { existing, keyOf } from './execution-table.ts';
import type { Access, Tables } from './tables.ts';

export function writing(access: Access): Pick<Journal, 'create' | 'append' | 'park' | 'signal'> {
  const { tables, wallNow, write } = access;
  return {
    create: async (planHash, plan, started) => {
      const planBody = JSON.stringify(plan);
      const bodies = [JSON.stringify(started)];
      return write(() => {
        tables.plans.keep(planHash, planBody);
        const id = tables.executions.insert(planHash);
        tables.events.insert(id, 0, bodies);
        return String(id);
      });
    },
    append: async (claim, length, events) => {
      const bodies = events.map((event) => JSON.stringify(event));
      const unlocks = events.some(givesUp);
      const lines = lineChanges(events);
      const change = { bodies, ends: events.some(isEnd), unlocks, lines };
      return write(() => append(tables, claim, length, change, wallNow()));
    },
    park: (claim, length, wakeAt) =>
      write(() => {
        if (!tables.executions.lengthen(claim.id, claim.epoch, length, 0)) {
          return refusal(tables.executions, tables.events, claim, length);
        }
        tables.executions.free(claim.id, claim.epoch, wallNow());
        tables.executions.setPhase(claim.id, 'parked', wakeAt);
        return { status: 'parked' };
      }),
    signal: (id, judge) => write(() => signal(tables, id, judge)),
  };
}

interface Serialised {
  readonly bodies: readonly string[];
  readonly ends: boolean;
  readonly unlocks: boolean;
  readonly lines: readonly LineChange[];
}

function append(
  { executions, events, holds, places }: Tables,
  claim: Claim,
  length: number,
  { bodies, ends, unlocks, lines }: Serialised,
  wallNow: number,
): Appended {
  if (!executions.lengthen(claim.id, claim.epoch, length, bodies.length)) {
    return refusal(executions, events, claim, length);
  }
  events.insert(keyOf(claim.id), length, bodies);
  if (ends) {
    executions.free(claim.id, claim.epoch, wallNow);
    executions.setPhase(claim.id, 'done', undefined);
  }
  if (unlocks) holds.giveUp(keyOf(claim.id));
  places.change(keyOf(claim.id), lines);
  return { status: 'appended', length: length + bodies.length };
}

/** Why an update that carried this claim and length changed no row. */
function refusal(
  executions: Tables['executions'],
  events: Tables['events'],
  claim: Claim,
  length: number,
): Appended {
  const row = existing(executions.find(claim.id), claim.id);
  if (!isCurrent(row, claim)) return { status: 'fenced' };
  if (row.length < length) return lostEvents(claim.id, row.length, length);
  return { status: 'behind', tail: events.from(keyOf(claim.id), length) };
}

function signal<Refusal>(
  { executions, events, holds }: Tables,
  id: ExecutionId,
  judge: (events: readonly ExecutionEvent[]) => SignalVerdict<Refusal>,
): SignalVerdict<Refusal> {
  const row = existing(executions.find(id), id);
  const verdict = judge(events.from(keyOf(id), 0));
  if (verdict.status === 'refused') return verdict;
  const bodies = [JSON.stringify(verdict.event)];
  executions.addSignal(id);
  events.insert(keyOf(id), row.length, bodies);
  if (givesUp(verdict.event)) holds.giveUp(keyOf(id));
  return verdict;
}
