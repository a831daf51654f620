// Names and calls: `stage.variables.x`, `secrets.getValue(…)`.
import { nextToken, type Token } from './lex.ts';
import { peek, type Reader, SyntaxProblem } from './reader.ts';
import type { Expression, Segment } from './syntax.ts';

type ReadEmbedded = (reader: Reader) => Expression;

/** The longest chain of plain members; an inner expression may make up a segment or a part of one. */
export function readSegments(
  reader: Reader,
  first: Token,
  readEmbedded: ReadEmbedded,
): readonly Segment[] {
  if (RESERVED.has(first.text)) {
    const message = `"${first.text}" is a reserved word; an expression is one value, not a program`;
    throw new SyntaxProblem(message, first.at);
  }
  const segments: Segment[] = [readSegment(reader, first.text, readEmbedded)];
  for (;;) {
    const token = peek(reader);
    if (token.text === '.') {
      const next = nextToken(reader.text, token.end);
      if (next.kind !== 'name' && next.kind !== 'open') break;
      reader.at = next.kind === 'open' ? next.at : next.end;
      segments.push(readSegment(reader, next.kind === 'open' ? '' : next.text, readEmbedded));
    } else if (token.text === '[') {
      const quoted = quotedIndex(reader, token);
      if (quoted === undefined) break;
      segments.push(quoted);
    } else break;
  }
  return segments;
}

const RESERVED: ReadonlySet<string> = new Set([
  ...['new', 'var', 'return', 'class', 'shellScriptProvisioner'],
  ...['if', 'else', 'for', 'while', 'do', 'function', 'break', 'continue'],
]);

function readSegment(reader: Reader, start: string, readEmbedded: ReadEmbedded): Segment {
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
