// Texts with `<+…>` in them, and the insides of expressions, as syntax trees.
import { readEmbedded, readExpression } from './parse-expression.ts';
import { peek, type Reader, SyntaxProblem } from './reader.ts';
import type { Invalid } from './scope.ts';
import type { Expression } from './syntax.ts';

export type Parsed = ParsedText | Invalid;

interface ParsedText {
  readonly status: 'parsed';
  readonly expression: Expression;
  /** The text is one expression and nothing else. */
  readonly whole: boolean;
}

const MAX_TEXT_LENGTH = 262_144;

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
