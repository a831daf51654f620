// Quoted texts: `"…"` and `'…'`, with expressions and escapes in them.
import type { Token } from './lex.ts';
import { type Reader, SyntaxProblem } from './reader.ts';
import type { Expression } from './syntax.ts';

/** `<+…>` inside is filled in, and what it yields can never end the text. */
export function readQuoted(
  reader: Reader,
  quote: Token,
  readEmbedded: (reader: Reader) => Expression,
): Expression {
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
      plain += readEscape(reader);
    } else {
      plain += character;
      reader.at += 1;
    }
  }
  reader.at += 1;
  if (parts.length === 0) return { kind: 'value', value: plain, isQuoted: true };
  flush();
  return { kind: 'template', parts, isQuoted: true };
}

/** An escape that JEXL's StringParser does not know keeps its backslash, so `"\d+"` is a pattern. */
function readEscape(reader: Reader): string {
  const written = reader.text.charAt(reader.at + 1);
  const code = written === 'u' ? reader.text.slice(reader.at + 2, reader.at + 6) : '';
  if (/^[0-9a-fA-F]{4}$/.test(code)) {
    reader.at += 6;
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  reader.at += 2;
  return ESCAPES.get(written) ?? `\\${written}`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);
