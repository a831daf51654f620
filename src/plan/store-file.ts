// A file of the project's file store, by the reference that Harness's YAML holds.
import { nearestHint } from '../lib/nearest.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import { storeKey } from '../pipeline/file-store.ts';
import { FILE_START } from '../pipeline/text-start.ts';
import { type Filling, fillNow } from './fill.ts';
import type { Place } from './names.ts';

export interface StoreFile {
  readonly text: string;
  /** Of the file as a whole, by the name that the store has for it. */
  readonly place: Place & { readonly position: Position };
}

/** Undefined when there is none, which has been reported. */
export function readStoreFile(
  reference: string,
  place: Place,
  filling: Filling,
): StoreFile | undefined {
  const filled = reference === '' ? undefined : fillNow(reference, place, filling);
  if (filled === undefined) return undefined;
  const { files } = filling.session.project;
  const name = storeKey(String(filled));
  const text = files.get(name);
  if (text !== undefined) {
    const path = filling.session.project.filePaths?.get(name) ?? name;
    return {
      text,
      place: { path: name, position: { file: path, line: 1, column: 1 }, start: FILE_START },
    };
  }
  const message = `There is no file "${String(filled)}" in the project.`;
  const hint = nearestHint(name, [...files.keys()]) || 'Add it to the project.';
  filling.session.report('missing-file', place.position, message, hint);
  return undefined;
}
