// The twin's own paths: its clock, its world, its faults and where its listeners are.
import type { Json } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import { type Answer, jsonAnswer, type Received } from './answer.ts';
import { parseFault } from './parse-fault.ts';
import { parseJson } from './parse-json.ts';

/** The numbers that give another process the same clock: `originAt + (real - realOriginAt) * speed`. */
export interface ClockOrigin {
  readonly originAt: number;
  readonly realOriginAt: number;
  readonly speed: number;
}

export interface TwinRoutesOptions {
  readonly twin: Twin;
  readonly now: () => number;
  readonly clockOrigin: ClockOrigin | undefined;
  readonly listeners: () => Json;
}

export function answerTwin(options: TwinRoutesOptions, received: Received): Answer {
  const { twin, now, clockOrigin, listeners } = options;
  switch (`${received.method} ${received.url.pathname}`) {
    case 'GET /_twin/clock':
      return clockOrigin === undefined
        ? jsonAnswer(404, { message: "this twin's clock cannot be followed from outside" })
        : jsonAnswer(200, { now: now(), ...clockOrigin });
    case 'GET /_twin/world':
      return jsonAnswer(200, twin.inspect());
    case 'GET /_twin/listeners':
      return jsonAnswer(200, { listeners: listeners() });
    case 'GET /_twin/faults':
      return jsonAnswer(200, { faults: twin.faults() });
    case 'POST /_twin/faults':
      return injectFault(twin, received);
    case 'DELETE /_twin/faults':
      twin.clearFaults();
      return jsonAnswer(200, {});
    default:
      return jsonAnswer(404, { message: `${received.url.pathname} does not exist` });
  }
}

function injectFault(twin: Twin, received: Received): Answer {
  const parsed = parseFault(parseJson(received.body));
  if (!parsed.ok) return jsonAnswer(400, { message: parsed.message });
  try {
    twin.inject(parsed.fault);
    return jsonAnswer(200, {});
  } catch (error) {
    if (error instanceof TwinError) return jsonAnswer(400, { message: error.message });
    throw error;
  }
}
