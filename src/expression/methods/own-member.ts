// The member of a list or object under a key: only what it holds itself.
import { isJsonObject, type Json } from '../../lib/json.ts';
import { textOf } from '../text-of.ts';

export function ownMember(target: Json, key: Json): Json | undefined {
  if (Array.isArray(target)) return /^\d+$/.test(textOf(key)) ? target[Number(key)] : undefined;
  if (!isJsonObject(target)) return undefined;
  const name = textOf(key);
  return Object.hasOwn(target, name) ? target[name] : undefined;
}
