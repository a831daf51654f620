// Regular expressions of authors, in Java's spelling: matched in linear time, so that none can hang.
import { RE2JS, RE2JSException } from 're2js';

export interface Regex {
  readonly status: 'regex';
  /** The whole text, as Java's `matches`. */
  matches(text: string): Matched<boolean>;
  /** Whether any part of the text matches. */
  finds(text: string): Matched<boolean>;
  /** The first part that matches and is not empty, else the empty text. */
  firstNonEmpty(text: string): Matched<string>;
  /** `$1` and `${name}` in the replacement stand for groups, `\$` for a dollar. */
  replaceAll(text: string, replacement: string): Matched<string>;
  replaceFirst(text: string, replacement: string): Matched<string>;
  /** Java's `split`: with limit 0 the empty texts at the end go. */
  split(text: string, limit: number): Matched<readonly string[]>;
}

export type Matched<T> = { readonly status: 'value'; readonly value: T } | RegexProblem;

export interface RegexProblem {
  readonly status: 'invalid';
  readonly message: string;
}

/** What needs to look back at its own matches (`\1`, `(?=…)`, `a++`) is refused. */
export function compileRegex(pattern: string): Regex | RegexProblem {
  if (pattern.length > MAX_PATTERN) {
    return problem(`a regular expression may have ${MAX_PATTERN} characters at most`);
  }
  const compiled = guarded(() => RE2JS.compile(javaClasses(pattern)));
  if (compiled.status === 'invalid') {
    return problem(
      `"${shortened(pattern)}" is not a regular expression that can be used: ${compiled.message}`,
    );
  }
  return regexOf(pattern, compiled.value);
}

const MAX_PATTERN = 1_000;
/** Characters times the size of the compiled pattern. */
const MAX_WORK = 20_000_000;
/** Characters that repeated searches may read in all when a pattern may read far beyond its match. */
const MAX_REREAD = 200_000;

function regexOf(pattern: string, compiled: RE2JS): Regex {
  const fits = (text: string): boolean =>
    text.length <= MAX_WORK / Math.max(compiled.programSize(), 10);
  const isPrompt = staysNearItsMatch(pattern);
  const single = <T>(text: string, compute: () => T): Matched<T> =>
    fits(text) ? guarded(compute) : problem(TOO_MUCH);
  const repeated = <T>(text: string, compute: () => T): Matched<T> => {
    if (!fits(text) || (!isPrompt && rereads(compiled, text))) return problem(TOO_MUCH);
    return guarded(compute);
  };
  return {
    status: 'regex',
    matches: (text) => single(text, () => compiled.matches(text)),
    finds: (text) => single(text, () => compiled.matcher(text).find()),
    firstNonEmpty: (text) =>
      repeated(text, () => {
        const matcher = compiled.matcher(text);
        while (matcher.find()) if (matcher.end() > matcher.start()) return matcher.group() ?? '';
        return '';
      }),
    replaceAll: (text, replacement) => {
      const tooLong = repeated(text, () => growsTooLong(compiled, text, replacement));
      if (tooLong.status === 'invalid') return tooLong;
      if (tooLong.value) return problem(TOO_LONG);
      return guarded(() => compiled.matcher(text).replaceAll(replacement, true));
    },
    replaceFirst: (text, replacement) =>
      single(text, () => compiled.matcher(text).replaceFirst(replacement, true)),
    split: (text, limit) => repeated(text, () => split(compiled, text, limit)),
  };
}

const MAX_LENGTH = 1_048_576;
const TOO_LONG = `a text may have ${MAX_LENGTH} characters at most`;
const TOO_MUCH = 'the text is too long for this regular expression';

/** Java drops an empty text in front of an empty match, and with limit 0 those at the end. */
function split(compiled: RE2JS, text: string, limit: number): readonly string[] {
  const matcher = compiled.matcher(text);
  const parts: string[] = [];
  let from = 0;
  let found = false;
  while ((limit <= 0 || parts.length < limit - 1) && matcher.find()) {
    if (matcher.end() === 0) continue;
    found = true;
    parts.push(text.slice(from, matcher.start()));
    from = matcher.end();
  }
  if (!found) return [text];
  parts.push(text.slice(from));
  while (limit === 0 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** Each search stops at its match when no part of the pattern may be left out after much was read. */
function staysNearItsMatch(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\./gs, '_').replaceAll(/\[\^?\]?[^\]]*\]/g, '_');
  const repeats = /[*+]|\{\d*,\}/.test(bare);
  return !repeats || !/\||\)[?*+{]/.test(bare);
}

/** Each match becomes the replacement, and each group in it is as long as the match at most. */
function growsTooLong(compiled: RE2JS, text: string, replacement: string): boolean {
  if ((text.length + 1) * replacement.length <= MAX_LENGTH) return false;
  const groups = replacement.split('$').length - 1;
  const matcher = compiled.matcher(text);
  let length = text.length;
  while (length <= MAX_LENGTH && matcher.find()) {
    length += replacement.length + groups * (matcher.end() - matcher.start());
  }
  return length > MAX_LENGTH;
}

/** Searching again and again would read the text so often that it takes too long. */
function rereads(compiled: RE2JS, text: string): boolean {
  if (text.length * 2 <= Math.sqrt(MAX_REREAD)) return false;
  const matcher = compiled.matcher(text);
  let read = 0;
  while (matcher.find()) {
    read += text.length - matcher.start();
    if (read > MAX_REREAD) return true;
  }
  return false;
}

/** Java's `\p{Alpha}` and its like, in the engine's spelling. */
function javaClasses(pattern: string): string {
  return pattern.replaceAll(
    /(\\\\)|\\(p)\{(Alpha|Digit|Alnum|Upper|Lower|Punct|Space|XDigit|Blank|Cntrl|Graph|Print|ASCII)\}/g,
    (whole, slashes: string | undefined, _, name: string) =>
      slashes === undefined ? `[[:${name.toLowerCase()}:]]` : whole,
  );
}

function guarded<T>(compute: () => T): Matched<T> {
  try {
    return { status: 'value', value: compute() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return problem(error.message.replace(/^error parsing regexp: /, ''));
  }
}

function problem(message: string): RegexProblem {
  return { status: 'invalid', message };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
