// The text of a syntax tree: reading it again gives the same tree.
import type { Json } from '../lib/json.ts';
import type { Expression, Segment } from './syntax.ts';
import { textOf } from './text-of.ts';

/** A tree as a text with `<+…>` in it. */
export function printText(expression: Expression): string {
  if (expression.kind === 'value') return textOf(expression.value);
  if (expression.kind === 'template') return expression.parts.map(printText).join('');
  return printExpression(expression);
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
      return `${expression.operator}${printTarget(expression.operand)}`;
    case 'binary':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'conditional':
      return `(${print(expression.test)} ? ${print(expression.yes)} : ${print(expression.no)})`;
  }
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
    .replaceAll('<+', '<\\+');
}
