// Reads a file that `penstock twin snapshot` wrote.
import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { Refusal } from '../refusal.ts';

/** Throws `Refusal`; whether it is whole and fits is the twin's to say. */
export function readSnapshot(file: string): JsonObject {
  let read: Json;
  try {
    read = JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Refusal(
      'invalid',
      `${file} cannot be read as a snapshot: ${why}. Nothing was changed.`,
      {
        cause,
      },
    );
  }
  if (isJsonObject(read)) return read;
  throw new Refusal('invalid', `${file} is no snapshot of a twin. Nothing was changed.`);
}
