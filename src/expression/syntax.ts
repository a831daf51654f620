// The syntax tree of an expression.
import type { Json } from '../lib/json.ts';

/** `at` is the offset of the construct in the text it was read from. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Json; readonly isQuoted?: true }
  /** A text with expressions in it; its parts become one text. */
  | {
      readonly kind: 'template';
      readonly parts: readonly Expression[];
      /** The author put it in quotes: then it is a text, whatever it looks like. */
      readonly isQuoted?: true;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] }
  | Name
  | Call
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly at: number }
  | Method
  | {
      readonly kind: 'index';
      readonly of: Expression;
      readonly index: Expression;
      readonly at: number;
    }
  | Unary
  | Binary
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

export interface Entry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `stage.variables.x`; a segment that holds an inner expression is a template. */
export interface Name {
  readonly kind: 'name';
  readonly segments: readonly Segment[];
  readonly at: number;
}

export type Segment = string | Expression;

/** `secrets.getValue("x")`, and also `stage.name.trim()`: only the scope can tell them apart. */
export interface Call {
  readonly kind: 'call';
  readonly segments: readonly Segment[];
  readonly args: readonly Expression[];
  readonly at: number;
}

export interface Method {
  readonly kind: 'method';
  readonly of: Expression;
  readonly name: string;
  readonly args: readonly Expression[];
  readonly at: number;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly at: number;
}

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: number;
}

export type UnaryOperator = '!' | '-' | 'empty' | 'size';

export type BinaryOperator = LazyOperator | StrictOperator;

/** Operators whose right side may not be needed. */
export type LazyOperator = '?:' | '??' | '&&' | '||';

/** Operators that need both operands. */
export type StrictOperator =
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '=^'
  | '!^'
  | '=$'
  | '!$'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';
