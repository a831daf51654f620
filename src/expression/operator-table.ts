// The operators of the language: their spellings and how tightly they bind.
import type { Token } from './lex.ts';
import type { BinaryOperator, UnaryOperator } from './syntax.ts';

export function binaryOperator(token: Token): BinaryOperator | undefined {
  return token.kind === 'symbol' || token.kind === 'name' ? BINARY.get(token.text) : undefined;
}

export function unaryOperator(token: Token): UnaryOperator | undefined {
  if (token.text === '!' || token.text === 'not') return '!';
  return token.text === '-' ? '-' : undefined;
}

/** `size(x)`, `empty(x)` and `empty x`: words that are names where nothing follows them. */
export function prefixFunction(token: Token, next: Token): UnaryOperator | undefined {
  if (token.text !== 'empty' && token.text !== 'size') return undefined;
  if (next.text === '(') return token.text;
  const starts =
    ['open', 'quote', 'name'].includes(next.kind) && binaryOperator(next) === undefined;
  return token.text === 'empty' && starts ? 'empty' : undefined;
}

export function isRightAssociative(operator: BinaryOperator): boolean {
  return operator === '?:' || operator === '??';
}

/** Higher binds tighter; the conditional `? :` binds weakest of all, with 0. */
export function bindingPower(operator: BinaryOperator): number {
  return POWERS[operator];
}

/** Words that are values. */
export const KEYWORD_VALUES: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const POWERS: Readonly<Record<BinaryOperator, number>> = {
  '?:': 1,
  '??': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '=~': 5,
  '!~': 5,
  '=^': 5,
  '!^': 5,
  '=$': 5,
  '!$': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};

const WORDS: readonly (readonly [string, BinaryOperator])[] = [
  ['or', '||'],
  ['and', '&&'],
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['div', '/'],
  ['mod', '%'],
];

const SYMBOLS: readonly BinaryOperator[] = [
  '?:',
  '??',
  '||',
  '&&',
  '==',
  '!=',
  '=~',
  '!~',
  '=^',
  '!^',
  '=$',
  '!$',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
];

const BINARY: ReadonlyMap<string, BinaryOperator> = new Map([
  ...WORDS,
  ...SYMBOLS.map((symbol) => [symbol, symbol] as const),
]);
