// The faults of a running twin: injected, listed and cleared over its own paths.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { parseFault } from '../../twin/http/parse-fault.ts';
import { Refusal } from '../refusal.ts';
import { faultCommand } from './describe-fault.ts';

export interface TwinFaults {
  /** Throws `Refusal` when it is no fault, or names what the twin has not got. */
  inject(fault: JsonObject): Promise<void>;
  list(): Promise<readonly JsonObject[]>;
  clear(): Promise<void>;
}

const ANSWER_WITHIN_MS = 5_000;

/** All throw `Refusal` when the twin does not answer. */
export function faultsOf(twinUrl: string): TwinFaults {
  const call = (method: string, body?: JsonObject): Promise<Answered> =>
    ask(`${twinUrl}/_twin/faults`, method, body).catch((cause: unknown) => {
      throw new Refusal(
        'unreachable',
        `The twin at ${twinUrl} does not answer. Start one with "penstock twin up" in another terminal, or give --twin the address it printed. Nothing was changed.`,
        { cause },
      );
    });
  return {
    async inject(fault) {
      refuseWrong(fault);
      const { status, body } = await call('POST', fault);
      if (status === 200) return;
      throw new Refusal('usage', `${messageOf(body)} Nothing was changed.`);
    },
    async list() {
      const { body } = await call('GET');
      const faults = isJsonObject(body) ? body['faults'] : undefined;
      return Array.isArray(faults) ? faults.filter(isJsonObject) : [];
    },
    async clear() {
      await call('DELETE');
    },
  };
}

interface Answered {
  readonly status: number;
  readonly body: Json;
}

async function ask(url: string, method: string, body: JsonObject | undefined): Promise<Answered> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Json };
}

/** Here already, so that the example is one of the command line. */
function refuseWrong(fault: JsonObject): void {
  const parsed = parseFault(fault);
  if (parsed.ok) return;
  const told = parsed.problems.map(({ path, message }) =>
    path.length === 0 || path[0] === 'kind' ? message : `${path.map(String).join('.')}: ${message}`,
  );
  const advice = parsed.advice === '' ? '' : ` ${parsed.advice}`;
  throw new Refusal(
    'usage',
    `${told.join('; ')}.${advice} Such as: ${faultCommand(parsed.example)}\nNothing was changed.`,
  );
}

function messageOf(body: Json): string {
  const message = isJsonObject(body) ? body['message'] : undefined;
  return typeof message === 'string' ? message : 'The twin refuses the fault.';
}
