// What every call to a control plane passes: injected faults, then the limits, then its own effect.
import type { JsonObject } from '../lib/json.ts';
import { answerHeld, type CallTiming } from './call-timing.ts';
import type { TwinService } from './fault.ts';
import type { Faults } from './faults.ts';
import { refill, type SavedPart } from './saved-parts.ts';
import { ANSWER_LOST, TwinError } from './twin-error.ts';

export interface Gate extends SavedPart<readonly [string, number][]> {
  /** `admit` throws when a limit refuses the call; `act` is the call itself. */
  pass<Answer>(call: GateCall, admit: () => void, act: () => Answer): Answer;
  /** How often each operation was called, refused calls included. */
  counts(): JsonObject;
  /** While a call acts whose reads shall answer what was before the last write. */
  isStaleRead(): boolean;
}

interface GateCall {
  readonly service: TwinService;
  readonly operation: string;
}

export function createGate(faults: Faults, timing: CallTiming): Gate {
  const counts = new Map<string, number>();
  let isStale = false;
  return {
    pass(call, admit, act) {
      timing.enter(call);
      const name = `${call.service}.${call.operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (faults.take('answer-lost', call, ({ when }) => when === 'before')) throw answerLost(call);
      if (faults.take('hang', call, ({ when }) => when === 'before')) throw answerHeld(call);
      const error = faults.take('error', call);
      if (error !== undefined) {
        const message = error.message ?? `injected: ${error.code}`;
        throw new TwinError(call.service, error.httpStatus, error.code, message);
      }
      if (faults.take('throttle', call)) throw throttled(call.service);
      admit();
      isStale = call.service === 'elbv2' && faults.takeStaleRead(call.operation);
      const answer = atLast(act, () => {
        isStale = false;
      });
      if (faults.take('answer-lost', call, ({ when }) => when === 'after')) throw answerLost(call);
      if (faults.take('hang', call, ({ when }) => when === 'after')) throw answerHeld(call);
      return answer;
    },
    isStaleRead: () => isStale,
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    save: () => [...counts],
    load: (entries) => refill(counts, entries),
  };
}

function atLast<Answer>(act: () => Answer, end: () => void): Answer {
  try {
    return act();
  } finally {
    end();
  }
}

export function throttled(service: TwinService): TwinError {
  if (service === 'ec2') {
    return new TwinError(service, 503, 'RequestLimitExceeded', 'Request limit exceeded.');
  }
  return service === 'spot'
    ? new TwinError(service, 429, 'TooManyRequests', 'Rate limit exceeded')
    : new TwinError(service, 400, 'Throttling', 'Rate exceeded');
}

function answerLost(call: GateCall): TwinError {
  return new TwinError(
    call.service,
    0,
    ANSWER_LOST,
    `the connection broke during ${call.operation}`,
  );
}
