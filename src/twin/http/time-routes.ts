// The twin's own paths that take time: its clock moved on, its world saved and put back.
import { isJsonObject, type Json } from '../../lib/json.ts';
import { SnapshotError } from '../snapshot.ts';
import type { Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import { type Answer, jsonAnswer } from './answer.ts';

export interface TimeRoutesOptions {
  readonly twin: Twin;
  readonly clock: { now(): number };
  /** Moves the twin's clock on; resolves when all that was due on the way is done. */
  readonly advance?: ((ms: number) => Promise<void>) | undefined;
  /** Resolves when the instances that a restored world needs listen, or will not. */
  readonly settled?: (() => Promise<void>) | undefined;
}

/** A year. */
export const LONGEST_MS: number = 366 * 86_400_000;

/** How far a clock may be moved on at once. */
export function isAdvance(ms: unknown): ms is number {
  return typeof ms === 'number' && ms >= 0 && ms <= LONGEST_MS;
}

export const SNAPSHOT_PATH = '/_twin/restore';

/** Undefined for every other path. */
export function answerInTime(
  options: TimeRoutesOptions,
  route: string,
  body: string,
): Promise<Answer> | undefined {
  switch (route) {
    case 'POST /_twin/advance':
      return advance(options, body);
    case 'GET /_twin/snapshot':
      return Promise.resolve(jsonAnswer(200, options.twin.snapshot()));
    case `POST ${SNAPSHOT_PATH}`:
      return restore(options, body);
    default:
      return undefined;
  }
}

async function advance(options: TimeRoutesOptions, body: string): Promise<Answer> {
  const asked = jsonOf(body);
  const ms = isJsonObject(asked) ? asked['ms'] : undefined;
  if (!isAdvance(ms)) {
    return refused(`Send {"ms": N} with N from 0 to ${LONGEST_MS}: how far the clock moves on.`);
  }
  if (options.advance === undefined) return refused("This twin's clock cannot be moved.");
  await options.advance(ms);
  return jsonAnswer(200, { now: options.clock.now() });
}

async function restore(options: TimeRoutesOptions, body: string): Promise<Answer> {
  const snapshot = jsonOf(body);
  if (!isJsonObject(snapshot)) return refused('This is no snapshot: it is not a JSON object.');
  try {
    options.twin.restore(snapshot);
  } catch (error) {
    if (error instanceof SnapshotError || error instanceof TwinError) return refused(error.message);
    throw error;
  }
  await options.settled?.();
  return jsonAnswer(200, { now: options.clock.now() });
}

function refused(message: string): Answer {
  return jsonAnswer(400, { message });
}

/** Snapshots may nest deeper than requests. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
