// The time of a running twin, over its own paths: its clock moved on, its world saved and put back.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { Refusal } from '../refusal.ts';

export interface TwinTime {
  /** Resolves with the new time when all that was due on the way is done. */
  advance(ms: number): Promise<number>;
  snapshot(): Promise<JsonObject>;
  /** Resolves with the twin's time when the instances of the snapshot listen. */
  restore(snapshot: JsonObject): Promise<number>;
}

/** An advance by a year of a large world is real work. */
const ANSWER_WITHIN_MS = 600_000;

/** All throw `Refusal` when the twin does not answer or refuses. */
export function timeOf(twinUrl: string): TwinTime {
  const call = async (path: string, body?: JsonObject): Promise<JsonObject> => {
    const { isOk, answer } = await ask(`${twinUrl}/_twin/${path}`, body).catch((cause: unknown) => {
      throw new Refusal(
        'unreachable',
        `The twin at ${twinUrl} does not answer. Start one with "penstock twin up" in another terminal, or give --twin the address it printed. Nothing was changed.`,
        { cause },
      );
    });
    if (isOk && isJsonObject(answer)) return answer;
    const message = isJsonObject(answer) ? answer['message'] : undefined;
    throw new Refusal('usage', `${String(message ?? 'The twin refuses it.')} Nothing was changed.`);
  };
  return {
    advance: async (ms) => Number((await call('advance', { ms }))['now']),
    snapshot: () => call('snapshot'),
    restore: async (snapshot) => Number((await call('restore', snapshot))['now']),
  };
}

async function ask(
  url: string,
  body: JsonObject | undefined,
): Promise<{ readonly isOk: boolean; readonly answer: Json }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, { ...sent, signal });
  return { isOk: answer.ok, answer: (await answer.json()) as Json };
}
