// What the operators do with values: numbers in texts count as numbers, as in JEXL.
import { canonicalJson, type Json } from '../lib/json.ts';
import { matches } from './pattern.ts';
import type { StrictOperator } from './syntax.ts';
import { textOf } from './text-of.ts';

export type Computed =
  | { readonly status: 'value'; readonly value: Json }
  | { readonly status: 'invalid'; readonly message: string };

export function applyOperator(operator: StrictOperator, left: Json, right: Json): Computed {
  switch (operator) {
    case '==':
      return value(isEqual(left, right));
    case '!=':
      return value(!isEqual(left, right));
    case '=~':
      return matches(left, right);
    case '!~': {
      const found = matches(left, right);
      return found.status === 'value' ? value(found.value === false) : found;
    }
    case '=^':
    case '!^':
    case '=$':
    case '!$':
      return value(touches(operator, textOf(left), textOf(right)));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, left, right);
    case '+':
      return add(left, right);
    default:
      return calculate(operator, left, right);
  }
}

export function negate(operand: Json): Computed {
  const number = numberOf(operand);
  return number === undefined ? invalid(`${shown(operand)} is not a number`) : value(-number);
}

/** Null, false, 0, the empty text and the text "false" are false; all else is true. */
export function isTrue(operand: Json): boolean {
  if (typeof operand === 'string') return operand !== '' && operand !== 'false';
  return operand !== null && operand !== false && operand !== 0;
}

/** JEXL's signs for "starts with" and "ends with". */
function touches(operator: '=^' | '!^' | '=$' | '!$', text: string, part: string): boolean {
  const found = operator.endsWith('^') ? text.startsWith(part) : text.endsWith(part);
  return operator.startsWith('=') ? found : !found;
}

/** How much a value holds; numbers and booleans hold nothing that could be counted. */
export function sizeOf(operand: Json): Computed {
  if (operand === null) return value(0);
  if (typeof operand === 'string') return value(operand.length);
  if (typeof operand !== 'object') return invalid(`${shown(operand)} has no size`);
  return value(Array.isArray(operand) ? operand.length : Object.keys(operand).length);
}

/** As JEXL sees it: null, the empty text, list and map, and 0. */
export function isEmpty(operand: Json): boolean {
  if (typeof operand === 'number') return operand === 0;
  const size = sizeOf(operand);
  return size.status === 'value' && size.value === 0;
}

function isEqual(left: Json, right: Json): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    return isTrue(left) === isTrue(right);
  }
  if (typeof left === 'number' || typeof right === 'number') {
    const [a, b] = [numberOf(left), numberOf(right)];
    return a !== undefined && b !== undefined ? a === b : textOf(left) === textOf(right);
  }
  return canonicalJson(left) === canonicalJson(right);
}

function compare(operator: '<' | '<=' | '>' | '>=', left: Json, right: Json): Computed {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return value(inOrder(operator, a - b));
  if (typeof left === 'string' && typeof right === 'string') {
    return value(inOrder(operator, left < right ? -1 : left > right ? 1 : 0));
  }
  return invalid(`${shown(left)} and ${shown(right)} cannot be put in order`);
}

function inOrder(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

function add(left: Json, right: Json): Computed {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return value(a + b);
  if (left === null || right === null) return invalid('null cannot be added');
  return value(textOf(left) + textOf(right));
}

/** The sum of two quoted texts, even of digits: JEXL adds numbers only if one side is one. */
export function joinTexts(left: Json, right: Json): Computed {
  return value(textOf(left) + textOf(right));
}

function calculate(operator: '-' | '*' | '/' | '%', left: Json, right: Json): Computed {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined) return invalid(`${shown(left)} is not a number`);
  if (b === undefined) return invalid(`${shown(right)} is not a number`);
  if (operator === '-') return value(a - b);
  if (operator === '*') return value(a * b);
  if (b === 0) return invalid('a number cannot be divided by 0');
  if (operator === '%') return value(a % b);
  return value(Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b);
}

function numberOf(operand: Json): number | undefined {
  if (typeof operand === 'number') return operand;
  if (typeof operand !== 'string' || !/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(operand))
    return undefined;
  return Number(operand);
}

function shown(operand: Json): string {
  const text = JSON.stringify(operand);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function value(result: Json): Computed {
  return { status: 'value', value: result };
}

function invalid(message: string): Computed {
  return { status: 'invalid', message };
}
