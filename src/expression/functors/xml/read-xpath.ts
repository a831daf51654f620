// XPaths as `xml.select` takes them: steps down, attributes, texts and simple conditions.
import { XmlProblem } from './parse-xml.ts';

export interface XPathStep {
  /** `//`: on every level below. */
  readonly deep: boolean;
  readonly axis: 'child' | 'attribute' | 'text' | 'self' | 'parent';
  /** `*` for any. */
  readonly name: string;
  readonly conditions: readonly Condition[];
}

export type Condition =
  | { readonly kind: 'position'; readonly at: number | 'last' }
  | {
      readonly kind: 'value';
      /** From the element: `@id`, `name`, `a/b`, `text()`, `.`. */
      readonly path: readonly XPathStep[];
      /** Without it, something must be there. */
      readonly equals?: string;
      readonly isNegated: boolean;
    };

export interface XPath {
  readonly steps: readonly XPathStep[];
  readonly asks: 'text' | 'count';
}

export function readXPath(path: string): XPath {
  if (path.length > MAX_PATH) throw new XmlProblem(`a path has ${MAX_PATH} characters at most`);
  const asked = /^\s*(string|count)\((.*)\)\s*$/s.exec(path);
  const reader: Reader = { text: (asked?.[2] ?? path).trim(), at: 0, depth: 0 };
  const steps = readSteps(reader);
  if (reader.at < reader.text.length || steps.length === 0) {
    throw new XmlProblem(
      `the path cannot go on with "${reader.text.slice(reader.at, reader.at + 30)}"`,
    );
  }
  return { steps, asks: asked?.[1] === 'count' ? 'count' : 'text' };
}

const MAX_PATH = 2_000;
const MAX_DEPTH = 5;

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function readSteps(reader: Reader): readonly XPathStep[] {
  const steps: XPathStep[] = [];
  for (;;) {
    const slashes = take(reader, /\/\/?/y)?.[0];
    if (slashes === undefined && steps.length > 0) return steps;
    const step = readStep(reader, slashes === '//');
    if (step === undefined) return steps;
    steps.push(step);
  }
}

function readStep(reader: Reader, deep: boolean): XPathStep | undefined {
  const found = take(
    reader,
    /(text\(\))|(\.\.)|(\.)|(@|attribute::)?(?:child::)?(\*|[\p{L}_][\p{L}\p{N}_:.-]*)(?![\p{L}\p{N}_:.(-])/uy,
  );
  if (found === undefined) return undefined;
  const [, text, parent, self, attribute, name = ''] = found;
  const axis = axisOf({ text, parent, self, attribute });
  return { deep, axis, name, conditions: readConditions(reader) };
}

function axisOf(found: {
  readonly text: string | undefined;
  readonly parent: string | undefined;
  readonly self: string | undefined;
  readonly attribute: string | undefined;
}): XPathStep['axis'] {
  if (found.text !== undefined) return 'text';
  if (found.parent !== undefined) return 'parent';
  if (found.self !== undefined) return 'self';
  return found.attribute === undefined ? 'child' : 'attribute';
}

function readConditions(reader: Reader): readonly Condition[] {
  const conditions: Condition[] = [];
  while (take(reader, /\s*\[\s*/y)) {
    reader.depth += 1;
    if (reader.depth > MAX_DEPTH) throw new XmlProblem('conditions lie too deep');
    do conditions.push(readCondition(reader));
    while (take(reader, /\s+and\s+/y));
    reader.depth -= 1;
    if (!take(reader, /\s*\]/y)) throw new XmlProblem(`"]" is expected at ${reader.at}`);
  }
  return conditions;
}

function readCondition(reader: Reader): Condition {
  const position = take(reader, /(\d{1,6})|last\(\)/y);
  if (position !== undefined) {
    return { kind: 'position', at: position[1] === undefined ? 'last' : Number(position[1]) };
  }
  const path = readSteps(reader);
  if (path.length === 0) throw new XmlProblem(`a condition is expected at ${reader.at}`);
  const compared = take(reader, /\s*(!?=)\s*(?:"([^"]*)"|'([^']*)'|(-?\d{1,15}))/y);
  if (compared === undefined) return { kind: 'value', path, isNegated: false };
  const [, operator, double, single, number] = compared;
  const equals = double ?? single ?? number ?? '';
  return { kind: 'value', path, equals, isNegated: operator === '!=' };
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return undefined;
  reader.at += found[0].length;
  return found;
}
