// The words of an expression, read one at a time because only the grammar knows where `>` ends it.

export interface Token {
  readonly kind: 'name' | 'number' | 'symbol' | 'open' | 'quote' | 'end' | 'unknown';
  readonly text: string;
  readonly at: number;
  readonly end: number;
  /** White space stands in front of it. */
  readonly spaced: boolean;
}

/** The token at or after an offset; at the end of the text a token of kind `end`. */
export function nextToken(text: string, from: number): Token {
  SPACE.lastIndex = from;
  SPACE.test(text);
  const at = SPACE.lastIndex;
  const spaced = at > from;
  if (at >= text.length) return { kind: 'end', text: '', at, end: at, spaced };
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at, end: at + found.length, spaced };
  }
  return { kind: 'unknown', text: text.charAt(at), at, end: at + 1, spaced };
}

const SPACE = /\s*/y;

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['open', /<\+/y],
  ['quote', /["']/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[lLfFdDhHbB]?(?![\w$])/y],
  ['name', /[A-Za-z_$][\w$]*/y],
  ['symbol', /==|!=|=~|!~|=\^|!\^|=\$|!\$(?![\w$])|<=|>=|&&|\|\||\?:|\?\?|[<>+\-*/%!?:()[\]{},.]/y],
];
