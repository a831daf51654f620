// Faults in words: as a line for people, and as the command that injects one.
import type { Json, JsonObject } from '../../lib/json.ts';

/** `throttle, service elbv2, operation ModifyRule, times 3`. */
export function describeFault({ kind, ...fields }: JsonObject): string {
  const told = Object.entries(fields).map(([name, value]) => `${name} ${textOf(value)}`);
  return [String(kind), ...told].join(', ');
}

/** `penstock twin fault throttle --service elbv2 --operation ModifyRule --times 3`. */
export function faultCommand({ kind, ...fields }: JsonObject): string {
  const options = Object.entries(fields).map(
    ([name, value]) => `--${optionOf(name)} ${quoted(textOf(value))}`,
  );
  return ['penstock twin fault', String(kind), ...options].join(' ');
}

/** `targetGroup` as an option is `target-group`. */
function optionOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text}'`;
}
