// The listener rules that the spec of a step names.
import { isJsonObject, type Json } from '../lib/json.ts';

/** An expression that is not known yet names none. */
export function ruleArns(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(ruleArns);
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = value[key];
    const isRule = key === 'listenerRuleArn' || key === 'prodListenerRuleArn';
    if (isRule && typeof inner === 'string' && !inner.includes('<+')) return [inner];
    return ruleArns(inner);
  });
}
