// The texts of a step's spec, each by the name of its field and its fully qualified name.
import { isJsonObject, type Json } from '../../lib/json.ts';
import type { Step } from '../pipeline.ts';

export interface SpecText {
  readonly field: string;
  readonly fqn: string;
  readonly text: string;
}

export function textsIn({ spec, fqn }: Step): readonly SpecText[] {
  return within(spec, 'spec', `${fqn}.spec`);
}

function within(value: Json | undefined, field: string, fqn: string): readonly SpecText[] {
  if (typeof value === 'string') return [{ field, fqn, text: value }];
  if (Array.isArray(value))
    return value.flatMap((each: Json, index) => within(each, field, `${fqn}.${index}`));
  if (value === undefined || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => within(each, key, `${fqn}.${key}`));
}
