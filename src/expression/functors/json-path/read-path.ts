// JSON paths as `json.select` takes them: the common part of JsonPath, without scripts.

export type Selector =
  | { readonly kind: 'name'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly any: readonly (readonly Comparison[])[] };

/** One step down; `deep` looks on every level below. */
export interface Step {
  readonly selector: Selector;
  readonly deep: boolean;
}

/** `@.path operator value`; without an operator the member only has to be there. */
export interface Comparison {
  readonly path: readonly Step[];
  readonly operator?: '==' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | 'in';
  readonly value?: unknown;
}

/** Its `message` is for people; `read-path` throws nothing else. */
export class PathProblem extends Error {}

export interface JsonPath {
  readonly steps: readonly Step[];
  /** What is asked of what was found: `length()`. */
  readonly asks?: 'length';
}

export function readPath(path: string): JsonPath {
  if (path.length > MAX_PATH) throw new PathProblem(`it has more than ${MAX_PATH} characters`);
  const reader: PathReader = { text: path.trim(), at: 0 };
  if (reader.text.startsWith('$')) reader.at = 1;
  const steps = readSteps(reader);
  const rest = reader.text.slice(reader.at);
  if (rest === '.length()' || rest === '.size()') return { steps, asks: 'length' };
  if (rest !== '') throw new PathProblem(`"${rest.slice(0, 40)}" does not fit at ${reader.at}`);
  return { steps };
}

const MAX_PATH = 2_000;

interface PathReader {
  readonly text: string;
  at: number;
}

function readSteps(reader: PathReader): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    const step = readStep(reader, steps.length === 0);
    if (step === undefined) return steps;
    steps.push(step);
  }
}

function readStep(reader: PathReader, isFirst: boolean): Step | undefined {
  const start = reader.at;
  const dots = take(reader, /\.\.?/y)?.[0] ?? '';
  const deep = dots === '..';
  if (take(reader, /\*/y)) return { selector: { kind: 'all' }, deep };
  if (reader.text.charAt(reader.at) === '[') return { selector: readBracket(reader), deep };
  const name = dots !== '' || isFirst ? take(reader, /[\w$-]+(?![\w$-]*\()/y)?.[0] : undefined;
  if (name !== undefined) return { selector: { kind: 'name', names: [name] }, deep };
  reader.at = start;
  return undefined;
}

function readBracket(reader: PathReader): Selector {
  take(reader, /\[\s*/y);
  if (take(reader, /\?\s*\(/y)) {
    const filter = readFilter(reader);
    close(reader, /\s*\)\s*\]/y, ')]');
    return filter;
  }
  if (take(reader, /\*\s*\]/y)) return { kind: 'all' };
  const slice = take(reader, /(-?\d{1,6})?\s*:\s*(-?\d{1,6})?\s*\]/y);
  if (slice !== undefined) {
    return { kind: 'slice', from: optional(slice[1]), to: optional(slice[2]) };
  }
  const indexes: number[] = [];
  const names: string[] = [];
  do {
    const index = take(reader, /\s*(-?\d{1,6})\s*/y)?.[1];
    const name = index === undefined ? take(reader, QUOTED)?.slice(1).find(Boolean) : undefined;
    if (index !== undefined) indexes.push(Number(index));
    else if (name !== undefined) names.push(name);
    else throw new PathProblem(`a name in quotes or a number is expected at ${reader.at}`);
  } while (take(reader, /,/y));
  close(reader, /\]/y, ']');
  if (names.length > 0 && indexes.length > 0) throw new PathProblem('names and numbers are mixed');
  return names.length > 0 ? { kind: 'name', names } : { kind: 'index', indexes };
}

const QUOTED = /\s*(?:'([^']*)'|"([^"]*)")\s*/y;

/** Comparisons joined by `&&`, and those by `||`. */
function readFilter(reader: PathReader): Selector {
  const any: Comparison[][] = [[readComparison(reader)]];
  for (;;) {
    if (take(reader, /\s*&&\s*/y)) any.at(-1)?.push(readComparison(reader));
    else if (take(reader, /\s*\|\|\s*/y)) any.push([readComparison(reader)]);
    else return { kind: 'filter', any };
  }
}

function readComparison(reader: PathReader): Comparison {
  if (!take(reader, /\s*@/y)) throw new PathProblem(`"@" is expected at ${reader.at}`);
  const path = readSteps(reader);
  const operator = take(reader, /\s*(==|!=|<=|>=|=~|<|>|in\b)\s*/y)?.[1];
  if (!isOperator(operator)) return { path };
  if (operator === '=~') {
    const pattern = take(reader, /\/((?:[^/\\]|\\.)*)\/(i?)/y);
    if (pattern === undefined) throw new PathProblem('=~ takes a pattern such as /a.*/');
    return { path, operator, value: `${pattern[2] === 'i' ? '(?i)' : ''}${pattern[1]}` };
  }
  return { path, operator, value: operator === 'in' ? readList(reader) : readLiteral(reader) };
}

function isOperator(text: string | undefined): text is NonNullable<Comparison['operator']> {
  return text !== undefined;
}

function readList(reader: PathReader): readonly unknown[] {
  close(reader, /\[\s*/y, '[');
  const values: unknown[] = [readLiteral(reader)];
  while (take(reader, /\s*,\s*/y)) values.push(readLiteral(reader));
  close(reader, /\s*\]/y, ']');
  return values;
}

function readLiteral(reader: PathReader): unknown {
  const quoted = take(reader, /'([^']*)'|"([^"]*)"/y);
  if (quoted !== undefined) return quoted[1] ?? quoted[2];
  const word = take(reader, /-?\d{1,15}(?:\.\d{1,15})?|true|false|null/y)?.[0];
  if (word === undefined) throw new PathProblem(`a value is expected at ${reader.at}`);
  return JSON.parse(word);
}

function take(reader: PathReader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return undefined;
  reader.at += found[0].length;
  return found;
}

function close(reader: PathReader, pattern: RegExp, shown: string): void {
  if (!take(reader, pattern)) throw new PathProblem(`"${shown}" is expected at ${reader.at}`);
}

function optional(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
