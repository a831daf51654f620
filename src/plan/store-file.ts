// A file of the project's file store, by the reference that Harness's YAML holds.
import { nearestHint } from '../lib/nearest.ts';
import { storeKey } from '../pipeline/file-store.ts';
import { type Filling, fillNow } from './fill.ts';
import type { Place } from './names.ts';

/** Undefined when there is none, which has been reported. */
export function readStoreFile(
  reference: string,
  place: Place,
  filling: Filling,
): { readonly name: string; readonly text: string } | undefined {
  const filled = reference === '' ? undefined : fillNow(reference, place, filling);
  if (filled === undefined) return undefined;
  const { files } = filling.session.project;
  const name = storeKey(String(filled));
  const text = files.get(name);
  if (text !== undefined) return { name, text };
  const message = `There is no file "${String(filled)}" in the project.`;
  const hint = nearestHint(name, [...files.keys()]) || 'Add it to the project.';
  filling.session.report('missing-file', place.position, message, hint);
  return undefined;
}
