// How late a call over a wire acts and is answered; the model itself answers at once.
import type { TwinService } from './fault.ts';
import type { Faults } from './faults.ts';
import { ANSWER_HELD, TwinError } from './twin-error.ts';

/**
 * `held`: the request is to be served again, by `proceed`, when the time has passed. `served`: what
 * `act` gave, to be sent so much later.
 */
export type Served<Answer> =
  | { readonly status: 'held'; readonly delayMs: number; proceed(): Served<Answer> }
  | { readonly status: 'served'; readonly delayMs: number; readonly answer: Answer };

export interface CallTiming {
  /** `act` serves one request of a wire, at once and from its beginning each time. */
  serve<Answer>(act: () => Answer): Served<Answer>;
  /** Before the call counts or acts. Throws what `serve` waits for. */
  enter(call: { readonly service: TwinService; readonly operation: string }): void;
}

/** In real milliseconds. */
interface Request {
  hasWaited: boolean;
  delayMs: number;
}

export function createCallTiming(faults: Faults): CallTiming {
  let request: Request | undefined;
  const serve = <Answer>(act: () => Answer, hasWaited: boolean): Served<Answer> => {
    const own = { hasWaited, delayMs: 0 };
    request = own;
    try {
      const answer = act();
      return { status: 'served', delayMs: own.delayMs, answer };
    } catch (error) {
      if (!(error instanceof HeldBack)) throw error;
      return { status: 'held', delayMs: error.delayMs, proceed: () => serve(act, true) };
    } finally {
      request = undefined;
    }
  };
  return {
    serve: (act) => serve(act, false),
    enter(call) {
      if (request === undefined) return;
      if (!request.hasWaited) {
        const before = faults.take('slow', call, ({ when }) => when === 'before');
        if (before !== undefined) throw new HeldBack(before.delayMs);
      }
      const after = faults.take('slow', call, ({ when }) => when === 'after');
      request.delayMs += after?.delayMs ?? 0;
    },
  };
}

/** Nobody but `serve` catches it. No error: a trace of its place would cost more than the call. */
class HeldBack {
  readonly delayMs: number;
  constructor(delayMs: number) {
    this.delayMs = delayMs;
  }
}

/** A call that is never answered. */
export function answerHeld(call: {
  readonly service: TwinService;
  readonly operation: string;
}): TwinError {
  return new TwinError(call.service, 0, ANSWER_HELD, `${call.operation} was never answered`);
}
