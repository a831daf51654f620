// The grammar inside `<+…>`: operators by precedence climbing, values, members, calls.
import { nextToken, type Token } from './lex.ts';
import {
  binaryOperator,
  bindingPower,
  isRightAssociative,
  KEYWORD_VALUES,
  prefixFunction,
  unaryOperator,
} from './operator-table.ts';
import { readSegments } from './parse-name.ts';
import { readQuoted } from './parse-quoted.ts';
import { expect, inBrackets, peek, type Reader, SyntaxProblem } from './reader.ts';
import type { Entry, Expression } from './syntax.ts';

export const MAX_NESTING = 15;

/** From `<+` to the `>` that ends it. */
export function readEmbedded(reader: Reader): Expression {
  const start = reader.at;
  const { nesting } = reader;
  if (nesting >= MAX_NESTING) {
    throw new SyntaxProblem(`expressions are nested deeper than ${MAX_NESTING} times`, start);
  }
  reader.at += 2;
  reader.nesting = nesting + 1;
  const expression = readExpression(reader, 0, false);
  const end = peek(reader);
  if (!end.text.startsWith('>')) throw notClosed(reader, start, end);
  reader.at = end.at + 1;
  reader.nesting = nesting;
  return unquoted(expression);
}

/** Inside brackets `>` always compares, elsewhere it may end the expression. */
export function readExpression(reader: Reader, minimum: number, bracketed: boolean): Expression {
  let left = readPostfix(reader, readOperand(reader));
  for (;;) {
    const token = peek(reader);
    if (token.text === '?' && minimum === 0) {
      left = readConditional(reader, left, bracketed);
      continue;
    }
    const operator = binaryOperator(token);
    if (operator === undefined) return left;
    const power = bindingPower(operator);
    if (power < minimum) return left;
    if (!bracketed && token.text.startsWith('>') && !comparesHere(reader, token, power))
      return left;
    reader.at = token.end;
    const above = isRightAssociative(operator) ? power : power + 1;
    const right = readExpression(reader, above, bracketed);
    left = { kind: 'binary', operator, left, right, at: token.at };
  }
}

function notClosed(reader: Reader, start: number, found: Token): SyntaxProblem {
  const shown = reader.text.slice(start, start + 40).split('\n')[0] ?? '';
  const why = found.kind === 'end' ? 'is not closed by ">"' : `cannot go on with "${found.text}"`;
  return new SyntaxProblem(`the expression that begins with ${shown} ${why}`, found.at);
}

/** Brackets take the quotes' meaning away: `("1") + ("2")` is a sum. */
function unquoted(expression: Expression): Expression {
  if (expression.kind !== 'value' && expression.kind !== 'template') return expression;
  const { isQuoted: _, ...rest } = expression;
  return rest;
}

function readConditional(reader: Reader, test: Expression, bracketed: boolean): Expression {
  reader.at = peek(reader).end;
  const yes = readExpression(reader, 0, bracketed);
  expect(reader, ':');
  return { kind: 'conditional', test, yes, no: readExpression(reader, 0, bracketed) };
}

/** Outside brackets `>` compares only after a space, and if what follows goes on as an expression. */
function comparesHere(reader: Reader, token: Token, power: number): boolean {
  if (!token.spaced) return false;
  const { at, brackets, nesting } = reader;
  try {
    reader.at = token.end;
    readExpression(reader, power + 1, false);
    const next = peek(reader);
    return next.text.startsWith('>') || next.text === '?' || binaryOperator(next) !== undefined;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return false;
  } finally {
    Object.assign(reader, { at, brackets, nesting });
  }
}

function readOperand(reader: Reader): Expression {
  const token = peek(reader);
  if (token.kind === 'open') {
    reader.at = token.at;
    return readEmbedded(reader);
  }
  reader.at = token.end;
  if (token.kind === 'number') return readNumber(token);
  if (token.kind === 'quote') return readQuoted(reader, token, readEmbedded);
  const operator = unaryOperator(token) ?? prefixFunction(token, peek(reader));
  if (operator !== undefined) {
    const operand = inBrackets(reader, token, () => readPostfix(reader, readOperand(reader)));
    return { kind: 'unary', operator, operand, at: token.at };
  }
  if (token.text === '(') {
    const inside = inBrackets(reader, token, () => readExpression(reader, 0, true));
    expect(reader, ')');
    return unquoted(inside);
  }
  if (token.text === '[') return { kind: 'list', items: readItems(reader, token, ']') };
  if (token.text === '{') return { kind: 'map', entries: readEntries(reader, token) };
  if (token.kind === 'name' && binaryOperator(token) === undefined) {
    const value = KEYWORD_VALUES.get(token.text);
    return value === undefined ? readNameOrCall(reader, token) : { kind: 'value', value };
  }
  const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
  throw new SyntaxProblem(`a value is expected, not ${found}`, token.at);
}

/** Java's suffixes say only which kind of number it is. */
function readNumber(token: Token): Expression {
  const value = Number(token.text.replace(/[a-zA-Z]$/, ''));
  if (!Number.isSafeInteger(Math.trunc(value))) {
    throw new SyntaxProblem(`${token.text} has too many digits for a number; quote it`, token.at);
  }
  return { kind: 'value', value };
}

function readNameOrCall(reader: Reader, first: Token): Expression {
  const segments = readSegments(reader, first, readEmbedded);
  const token = peek(reader);
  if (token.text !== '(') return { kind: 'name', segments, at: first.at };
  reader.at = token.end;
  return { kind: 'call', segments, args: readItems(reader, token, ')'), at: first.at };
}

function readPostfix(reader: Reader, first: Expression): Expression {
  let of = first;
  for (;;) {
    const token = peek(reader);
    if (token.text === '[') {
      reader.at = token.end;
      const index = inBrackets(reader, token, () => readExpression(reader, 0, true));
      expect(reader, ']');
      of = { kind: 'index', of, index, at: token.at };
    } else if (token.text === '.') {
      const name = nextToken(reader.text, token.end);
      if (name.kind !== 'name') throw new SyntaxProblem('a name is expected after "."', name.at);
      reader.at = name.end;
      const open = peek(reader);
      if (open.text === '(') {
        reader.at = open.end;
        const args = readItems(reader, open, ')');
        of = { kind: 'method', of, name: name.text, args, at: name.at };
      } else of = { kind: 'member', of, name: name.text, at: name.at };
    } else return of;
  }
}

function readItems(reader: Reader, open: Token, close: ')' | ']'): readonly Expression[] {
  return readSeparated(reader, close, () =>
    inBrackets(reader, open, () => readExpression(reader, 0, true)),
  );
}

/** `{"a": 1}`; the empty map is `{}` or, as JEXL writes it, `{:}`. */
function readEntries(reader: Reader, open: Token): readonly Entry[] {
  if (peek(reader).text === ':') {
    expect(reader, ':');
    expect(reader, '}');
    return [];
  }
  return readSeparated(reader, '}', () =>
    inBrackets(reader, open, () => {
      const key = readExpression(reader, 1, true);
      expect(reader, ':');
      return { key, value: readExpression(reader, 0, true) };
    }),
  );
}

function readSeparated<T>(reader: Reader, close: string, read: () => T): readonly T[] {
  const items: T[] = [];
  if (peek(reader).text === close) {
    expect(reader, close);
    return items;
  }
  for (;;) {
    items.push(read());
    if (peek(reader).text !== ',') break;
    expect(reader, ',');
  }
  expect(reader, close);
  return items;
}
