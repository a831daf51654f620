// Checks of single fields of a request: type, range, length, pattern and allowed values.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { validationError } from './elbv2-error.ts';

/** Throws `TwinError` when the value, found at the path, is not what the field takes. */
export type FieldCheck = (value: Json, path: string) => void;

export interface TextLimits {
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: RegExp;
}

export function text(limits: TextLimits = {}): FieldCheck {
  const { least = 0, most = 100_000, pattern } = limits;
  return (value, path) => {
    // The wire has no types: what looks like a number may have been read as one.
    const given = typeof value === 'number' ? String(value) : value;
    if (typeof given !== 'string') throw misfit(value, path, 'Member must be a text');
    if (given.length < least) {
      throw misfit(value, path, `Member must have length greater than or equal to ${least}`);
    }
    if (given.length > most) {
      throw misfit(value, path, `Member must have length less than or equal to ${most}`);
    }
    if (pattern !== undefined && !pattern.test(given)) {
      throw misfit(
        value,
        path,
        `Member must satisfy regular expression pattern: ${pattern.source}`,
      );
    }
  };
}

export function whole(least: number, most: number): FieldCheck {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw misfit(value, path, 'Member must be a whole number');
    }
    if (value < least) {
      throw misfit(value, path, `Member must have value greater than or equal to ${least}`);
    }
    if (value > most) {
      throw misfit(value, path, `Member must have value less than or equal to ${most}`);
    }
  };
}

export function oneOf(...allowed: readonly string[]): FieldCheck {
  return (value, path) => {
    if (typeof value === 'string' && allowed.includes(value)) return;
    throw misfit(value, path, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  };
}

export function flag(): FieldCheck {
  return (value, path) => {
    if (typeof value !== 'boolean') throw misfit(value, path, 'Member must be true or false');
  };
}

export function list(
  member: FieldCheck,
  limits: { readonly least?: number; readonly most?: number } = {},
): FieldCheck {
  return (value, path) => {
    if (!Array.isArray(value)) throw misfit(value, path, 'Member must be a list');
    if (value.length < (limits.least ?? 0)) {
      const least = `Member must have length greater than or equal to ${limits.least}`;
      throw misfit(value, path, least);
    }
    if (value.length > (limits.most ?? value.length)) {
      const most = `Member must have length less than or equal to ${limits.most}`;
      throw misfit(value, path, most);
    }
    value.forEach((each: Json, index) => {
      member(each, `${path}.${index + 1}.member`);
    });
  };
}

/** Fields that are not named are left alone. */
export function fields(
  checks: Readonly<Record<string, FieldCheck>>,
  required: readonly string[] = [],
): FieldCheck {
  return (value, path) => {
    if (!isJsonObject(value)) throw misfit(value, path, 'Member must be a structure');
    checkFields(value, path, checks, required);
  };
}

function checkFields(
  value: JsonObject,
  path: string,
  checks: Readonly<Record<string, FieldCheck>>,
  required: readonly string[],
): void {
  for (const name of required) {
    if (value[name] === undefined) {
      throw misfit('null', pathTo(path, name), 'Member must not be null');
    }
  }
  for (const [name, check] of Object.entries(checks)) {
    const each = value[name];
    if (each !== undefined) check(each, pathTo(path, name));
  }
}

/** AWS names fields in its messages with a small first letter. */
function pathTo(path: string, name: string): string {
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return path === '' ? field : `${path}.${field}`;
}

function misfit(value: Json, path: string, rule: string): ReturnType<typeof validationError> {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const what = `Value '${shown}' at '${path}' failed to satisfy constraint`;
  return validationError(`1 validation error detected: ${what}: ${rule}`);
}
