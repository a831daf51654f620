// Where the characters of a text stand in its file, so that a mistake inside of it can be pointed at.
import { isScalar, Scalar } from 'yaml';
import type { Position } from './diagnostic.ts';
import { type Place, positionOf } from './place.ts';

/** The place of the first character, and how many columns are in front of each further line. */
export interface TextStart {
  readonly line: number;
  readonly column: number;
  readonly indent: number;
}

/** Of a file that is a text as a whole. */
export const FILE_START: TextStart = { line: 1, column: 1, indent: 0 };

/** Undefined where the text is not written as it reads: folded, with escapes, or given from elsewhere. */
export function textStartOf(place: Place): TextStart | undefined {
  const { node, source, offset } = place;
  if (!isScalar(node) || typeof node.value !== 'string' || source.bound.has(node)) return undefined;
  const { line, column } = positionOf(place);
  if (node.type === Scalar.BLOCK_LITERAL) return blockStart(source.text, line);
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  const start = isQuoted ? offset + 1 : offset;
  const isPlain = source.text.startsWith(node.value, start) && !node.value.includes('\n');
  return isPlain ? { line, column: column + (isQuoted ? 1 : 0), indent: 0 } : undefined;
}

/** `at` is an offset into the text; `position` is where its place begins. */
export function positionIn(
  position: Position,
  { line, column, indent }: TextStart,
  text: string,
  at: number,
): Position {
  const before = text.slice(0, at).split('\n');
  const last = before.at(-1) ?? '';
  const further = before.length - 1;
  return {
    ...position,
    line: line + further,
    column: (further === 0 ? column : indent + 1) + last.length,
  };
}

/** A block begins below its `|`; its first line that is not blank tells how far it is indented. */
function blockStart(text: string, line: number): TextStart | undefined {
  const below = text.split('\n').slice(line);
  const first = below.find((each) => each.trim() !== '');
  if (first === undefined) return undefined;
  const indent = first.length - first.trimStart().length;
  return { line: line + 1, column: indent + 1, indent };
}
