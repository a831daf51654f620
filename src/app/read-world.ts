// A world file: the YAML that says with what a twin starts.
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Json } from '../lib/json.ts';
import { parseWorldSpec, WorldSpecError } from '../twin/parse-world-spec.ts';
import type { WorldSpec } from '../twin/world-spec.ts';
import { Refusal } from './refusal.ts';

export function readWorld(file: string): WorldSpec {
  if (!existsSync(file)) {
    throw new Refusal('usage', `There is no world file ${file}. Name one with --world FILE.`);
  }
  try {
    return parseWorldSpec(parse(readFileSync(file, 'utf8')) as Json);
  } catch (cause) {
    if (cause instanceof WorldSpecError)
      throw new Refusal('invalid', `${file}: ${cause.message}`, { cause });
    throw new Refusal('invalid', `${file} is not YAML: ${String(cause)}`, { cause });
  }
}
