// The syntax tree of an expression.
import type { Json } from '../lib/json.ts';

/** `at` is the offset of the construct in the text it was read from. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Json }
  /** A text with expressions in it; its parts become one text. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
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
  | {
      readonly kind: 'unary';
      readonly operator: UnaryOperator;
      readonly operand: Expression;
      readonly at: number;
    }
  | Binary
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

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

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly at: number;
}

export type UnaryOperator = '!' | '-';

export type BinaryOperator = '?:' | '&&' | '||' | StrictOperator;

/** Operators that need both operands. */
export type StrictOperator =
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';
