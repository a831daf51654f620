// A text while it is read: where the reader stands, and how much it may still read.
import { nextToken, type Token } from './lex.ts';

export interface Reader {
  readonly text: string;
  at: number;
  nesting: number;
  brackets: number;
  reads: number;
}

/** Leaves the reader's recursion; `parse.ts` makes an answer of it. */
export class SyntaxProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function peek(reader: Reader): Token {
  reader.reads += 1;
  if (reader.reads > MAX_READS) throw new SyntaxProblem('the expression is too long', reader.at);
  return nextToken(reader.text, reader.at);
}

export function expect(reader: Reader, symbol: string): void {
  const token = peek(reader);
  if (token.text !== symbol || token.kind !== 'symbol') {
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    throw new SyntaxProblem(`"${symbol}" is expected, not ${found}`, token.at);
  }
  reader.at = token.end;
}

export function inBrackets<T>(reader: Reader, at: Token, read: () => T): T {
  reader.brackets += 1;
  if (reader.brackets > MAX_BRACKETS) throw new SyntaxProblem('too many brackets', at.at);
  const inside = read();
  reader.brackets -= 1;
  return inside;
}

const MAX_READS = 8_000;
const MAX_BRACKETS = 50;
