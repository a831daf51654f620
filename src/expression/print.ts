// The text of a syntax tree: reading it again gives the same tree.
import { isJsonObject, type Json } from '../lib/json.ts';
import type { Binary, Entry, Expression, Segment, UnaryOperator } from './syntax.ts';
import { textOf } from './text-of.ts';

/** A tree as a text with `<+…>` in it. */
export function printText(expression: Expression): string {
  if (expression.kind === 'value') return printPlain(textOf(expression.value));
  if (expression.kind === 'template') return expression.parts.map(printText).join('');
  return printExpression(expression);
}

/** A value that looks like an expression must not become one when the text is read again. */
function printPlain(text: string): string {
  return text.includes('<+') ? `<+"${escaped(text)}">` : text;
}

/** A tree as a text that is exactly one expression. */
export function printExpression(expression: Expression): string {
  return `<+${print(expression)}>`;
}

function print(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return printValue(expression.value);
    case 'template':
      return `"${expression.parts.map(printQuotedPart).join('')}"`;
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'map':
      return `{${expression.entries.map(printEntry).join(', ')}}`;
    case 'name':
      return printSegments(expression.segments);
    case 'call':
      return `${printSegments(expression.segments)}(${expression.args.map(print).join(', ')})`;
    case 'member':
      return `${printTarget(expression.of)}.${expression.name}`;
    case 'method':
      return `${printTarget(expression.of)}.${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'index':
      return `${printTarget(expression.of)}${printIndex(expression.index)}`;
    case 'unary':
      return printUnary(expression.operator, expression.operand);
    case 'binary':
      return `(${printSide(expression, expression.left)} ${expression.operator} ${printSide(expression, expression.right)})`;
    case 'conditional':
      return `(${print(expression.test)} ? ${print(expression.yes)} : ${print(expression.no)})`;
  }
}

function printEntry({ key, value }: Entry): string {
  return `${key.kind === 'value' ? print(key) : `(${print(key)})`}: ${print(value)}`;
}

function printUnary(operator: UnaryOperator, operand: Expression): string {
  return operator === 'empty' || operator === 'size'
    ? `${operator}(${print(operand)})`
    : `${operator}${printTarget(operand)}`;
}

/** Quotes around both sides of a sum would join them, so a text without quotes of its own is bracketed. */
function printSide({ operator }: Binary, side: Expression): string {
  const isText =
    side.kind === 'template' || (side.kind === 'value' && typeof side.value === 'string');
  const needsBrackets = operator === '+' && isText && side.isQuoted !== true;
  return needsBrackets ? `(${print(side)})` : print(side);
}

/** A name in front of a member or index would swallow it as one of its segments. */
function printTarget(expression: Expression): string {
  const text = print(expression);
  return expression.kind === 'name' || expression.kind === 'unary' ? `(${text})` : text;
}

function printSegments(segments: readonly Segment[]): string {
  let text = '';
  for (const [index, segment] of segments.entries()) {
    if (typeof segment !== 'string') text += `${index === 0 ? '' : '.'}${printText(segment)}`;
    else if (index === 0) text += segment;
    else text += printIndex({ kind: 'value', value: segment });
  }
  return text;
}

function printIndex(index: Expression): string {
  const name = index.kind === 'value' ? index.value : undefined;
  const isPlain = typeof name === 'string' && /^[A-Za-z_$][\w$]*$/.test(name);
  return isPlain ? `.${name}` : `[${print(index)}]`;
}

function printValue(value: Json): string {
  if (typeof value === 'string') return `"${escaped(value)}"`;
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, member]) => `"${escaped(key)}": ${printValue(member ?? null)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'number' && value < 0 ? `(${value})` : textOf(value);
}

function printQuotedPart(part: Expression): string {
  return part.kind === 'value' ? escaped(textOf(part.value)) : printText(part);
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('<+', '<\\u002b');
}
