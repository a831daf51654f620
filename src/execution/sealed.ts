// A secret that a step has made and later steps need: in the journal it stands sealed, and whoever renders a spec opens it.
import { isJsonObject, type Json } from '../lib/json.ts';

/** In place of the value, wherever a text may stand. */
export interface Sealed {
  readonly sealedSecret: string;
}

function isSealed(json: Json): json is Json & Sealed {
  return (
    isJsonObject(json) && Object.keys(json).length === 1 && typeof json['sealedSecret'] === 'string'
  );
}

/** The same with every sealed value in it opened; undefined when one of them cannot be. */
export function openAll(
  json: Json,
  open: (sealed: string) => string | undefined,
): Json | undefined {
  if (isSealed(json)) return open(json.sealedSecret);
  if (Array.isArray(json)) {
    const items: Json[] = [];
    for (const each of json as readonly Json[]) {
      const opened = openAll(each, open);
      if (opened === undefined) return undefined;
      items.push(opened);
    }
    return items;
  }
  if (!isJsonObject(json)) return json;
  const members: [string, Json][] = [];
  for (const [key, value] of Object.entries(json as { readonly [key: string]: Json })) {
    const opened = openAll(value, open);
    if (opened === undefined) return undefined;
    members.push([key, opened]);
  }
  return Object.fromEntries(members);
}

/** Whether something in it is sealed. */
export function holdsSealed(json: Json): boolean {
  if (isSealed(json)) return true;
  if (typeof json !== 'object' || json === null) return false;
  return Object.values(json).some((each) => holdsSealed(each as Json));
}
