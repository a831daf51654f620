// The grammar: texts with `<+…>` in them, and the expressions inside, as syntax trees.
import { nextToken, type Token } from './lex.ts';
import { binaryOperator, bindingPower, KEYWORD_VALUES, unaryOperator } from './operator-table.ts';
import type { Invalid } from './scope.ts';
import type { Expression, Segment } from './syntax.ts';

export type Parsed = ParsedText | Invalid;

interface ParsedText {
  readonly status: 'parsed';
  readonly expression: Expression;
  /** The text is one expression and nothing else. */
  readonly whole: boolean;
}

const MAX_TEXT_LENGTH = 262_144;
export const MAX_NESTING = 15;

/** A text in which each `<+…>` is an expression; anything else is itself. */
export function parseText(text: string): Parsed {
  return guarded(text, (reader) => {
    const parts: Expression[] = [];
    for (let at = 0; at < text.length; ) {
      const open = text.indexOf('<+', at);
      const until = open === -1 ? text.length : open;
      if (until > at) parts.push({ kind: 'value', value: text.slice(at, until) });
      at = until;
      if (open === -1) break;
      reader.at = open;
      reader.reads = 0;
      parts.push(readEmbedded(reader));
      at = reader.at;
    }
    const only = parts[0];
    if (parts.length !== 1 || only === undefined) {
      return { expression: { kind: 'template', parts }, whole: false };
    }
    return { expression: only, whole: text.startsWith('<+') };
  });
}

/** A text that is the inside of an expression, as conditions are written. */
export function parseBody(text: string): Parsed {
  return guarded(text, (reader) => {
    const expression = readExpression(reader, 0, true);
    const rest = peek(reader);
    if (rest.kind !== 'end') throw new SyntaxProblem(`"${rest.text}" does not fit here`, rest.at);
    return { expression, whole: true };
  });
}

const MAX_READS = 8_000;
const MAX_BRACKETS = 50;

/** Leaves the reader's recursion; never leaves this file. */
class SyntaxProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

interface Reader {
  readonly text: string;
  at: number;
  nesting: number;
  brackets: number;
  reads: number;
}

function guarded(text: string, read: (reader: Reader) => Omit<ParsedText, 'status'>): Parsed {
  const invalid = (message: string, at: number): Invalid => ({
    status: 'invalid',
    reason: 'syntax',
    message,
    at,
  });
  if (text.length > MAX_TEXT_LENGTH) {
    return invalid(`the text is longer than ${MAX_TEXT_LENGTH} characters`, 0);
  }
  try {
    const reader: Reader = { text, at: 0, nesting: 0, brackets: 0, reads: 0 };
    return { status: 'parsed', ...read(reader) };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return invalid(problem.message, problem.at);
  }
}

/** From `<+` to the `>` that ends it. */
function readEmbedded(reader: Reader): Expression {
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
  return expression;
}

function notClosed(reader: Reader, start: number, found: Token): SyntaxProblem {
  const shown = reader.text.slice(start, start + 40).split('\n')[0] ?? '';
  const why = found.kind === 'end' ? 'is not closed by ">"' : `cannot go on with "${found.text}"`;
  return new SyntaxProblem(`the expression that begins with ${shown} ${why}`, found.at);
}

/** Precedence climbing; inside brackets `>` always compares, elsewhere it may end the expression. */
function readExpression(reader: Reader, minimum: number, bracketed: boolean): Expression {
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
    const right = readExpression(reader, operator === '?:' ? power : power + 1, bracketed);
    left = { kind: 'binary', operator, left, right, at: token.at };
  }
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
  if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
  if (token.kind === 'quote') return readQuoted(reader, token);
  const operator = unaryOperator(token);
  if (operator !== undefined) {
    const operand = inBrackets(reader, token, () => readUnaryOperand(reader));
    return { kind: 'unary', operator, operand, at: token.at };
  }
  if (token.text === '(') {
    const inside = inBrackets(reader, token, () => readExpression(reader, 0, true));
    expect(reader, ')');
    return inside;
  }
  if (token.text === '[') return { kind: 'list', items: readItems(reader, token, ']') };
  if (token.kind === 'name' && binaryOperator(token) === undefined) {
    const value = KEYWORD_VALUES.get(token.text);
    return value === undefined ? readName(reader, token) : { kind: 'value', value };
  }
  const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
  throw new SyntaxProblem(`a value is expected, not ${found}`, token.at);
}

function readUnaryOperand(reader: Reader): Expression {
  return readPostfix(reader, readOperand(reader));
}

/** A dotted name; an inner expression may make up a segment or a part of one. */
function readName(reader: Reader, first: Token): Expression {
  const segments: Segment[] = [readSegment(reader, first.text)];
  for (;;) {
    const token = peek(reader);
    if (token.text === '.') {
      const next = nextToken(reader.text, token.end);
      if (next.kind !== 'name' && next.kind !== 'open') break;
      reader.at = next.kind === 'open' ? next.at : next.end;
      segments.push(readSegment(reader, next.kind === 'open' ? '' : next.text));
    } else if (token.text === '[') {
      const quoted = quotedIndex(reader, token);
      if (quoted === undefined) break;
      segments.push(quoted);
    } else break;
  }
  const token = peek(reader);
  if (token.text !== '(') return { kind: 'name', segments, at: first.at };
  reader.at = token.end;
  return { kind: 'call', segments, args: readItems(reader, token, ')'), at: first.at };
}

function readSegment(reader: Reader, start: string): Segment {
  if (!reader.text.startsWith('<+', reader.at)) return start;
  const parts: Expression[] = start === '' ? [] : [{ kind: 'value', value: start }];
  while (reader.text.startsWith('<+', reader.at)) {
    parts.push(readEmbedded(reader));
    SEGMENT_TAIL.lastIndex = reader.at;
    const tail = SEGMENT_TAIL.exec(reader.text)?.[0] ?? '';
    if (tail !== '') parts.push({ kind: 'value', value: tail });
    reader.at += tail.length;
  }
  return { kind: 'template', parts };
}

const SEGMENT_TAIL = /[\w$]*/y;

/** `["x"]` with a plain text is a segment like any other. */
function quotedIndex(reader: Reader, bracket: Token): string | undefined {
  QUOTED_INDEX.lastIndex = bracket.at;
  const found = QUOTED_INDEX.exec(reader.text);
  if (found === null) return undefined;
  reader.at = bracket.at + found[0].length;
  return found[1] ?? found[2];
}

const QUOTED_INDEX = /\[\s*(?:"([^"\\<]*)"|'([^'\\<]*)')\s*\]/y;

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
  const items: Expression[] = [];
  if (peek(reader).text === close) {
    expect(reader, close);
    return items;
  }
  for (;;) {
    items.push(inBrackets(reader, open, () => readExpression(reader, 0, true)));
    if (peek(reader).text !== ',') break;
    expect(reader, ',');
  }
  expect(reader, close);
  return items;
}

/** A quoted text; `<+…>` inside is filled in, and what it yields can never end the text. */
function readQuoted(reader: Reader, quote: Token): Expression {
  const parts: Expression[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'value', value: plain });
    plain = '';
  };
  for (;;) {
    const character = reader.text.charAt(reader.at);
    if (character === '') throw new SyntaxProblem('a quoted text is not closed', quote.at);
    if (character === quote.text) break;
    if (reader.text.startsWith('<+', reader.at)) {
      flush();
      parts.push(readEmbedded(reader));
    } else if (character === '\\') {
      const escaped = reader.text.charAt(reader.at + 1);
      plain += ESCAPES.get(escaped) ?? escaped;
      reader.at += 2;
    } else {
      plain += character;
      reader.at += 1;
    }
  }
  reader.at += 1;
  if (parts.length === 0) return { kind: 'value', value: plain };
  flush();
  return { kind: 'template', parts };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

function inBrackets(reader: Reader, at: Token, read: () => Expression): Expression {
  reader.brackets += 1;
  if (reader.brackets > MAX_BRACKETS) throw new SyntaxProblem('too many brackets', at.at);
  const inside = read();
  reader.brackets -= 1;
  return inside;
}

function peek(reader: Reader): Token {
  reader.reads += 1;
  if (reader.reads > MAX_READS) {
    throw new SyntaxProblem('the expression is too long', reader.at);
  }
  return nextToken(reader.text, reader.at);
}

function expect(reader: Reader, symbol: string): void {
  const token = peek(reader);
  if (token.text !== symbol || token.kind !== 'symbol') {
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    throw new SyntaxProblem(`"${symbol}" is expected, not ${found}`, token.at);
  }
  reader.at = token.end;
}
