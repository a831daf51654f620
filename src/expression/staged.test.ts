// Filling a text in at once, or first in part and later in full, must give the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../lib/json.ts';
import { renderCondition, renderText } from './render.ts';
import type { Rendered, Scope } from './scope.ts';

const values: Readonly<Record<string, Json>> = {
  a: '50',
  b: 'text "quoted" \\ and\n more',
  c: true,
  d: null,
  e: 7.5,
  f: '-3',
};

/** Knows some of the names; the others come later. */
function scope(known: ReadonlySet<string>): Scope {
  return {
    name: ([name = '']) => {
      const value = values[name];
      if (value === undefined) return { status: 'missing' };
      return known.has(name)
        ? { status: 'found', value, literal: true }
        : { status: 'later', need: name };
    },
    call: (_, args) => ({ status: 'found', value: args.map(String).join('|'), literal: true }),
  };
}

const names = fc.constantFrom(...Object.keys(values));
const operators = fc.constantFrom(
  ...['+', '-', '*', '/', '%', '==', '!=', '<', '>=', 'gt', '&&', 'or', '?:'],
);

const expressions = fc.letrec<{ whole: string }>((tie) => ({
  whole: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    names,
    fc.constantFrom('1', '2.5', '"x"', "'it\\'s'", 'null', 'true', '[1, "y"]'),
    fc.tuple(tie('whole'), operators, tie('whole')).map(([l, o, r]) => `(${l} ${o} ${r})`),
    fc.tuple(tie('whole'), operators, tie('whole')).map(([l, o, r]) => `${l} ${o} ${r}`),
    tie('whole').map((inner) => `<+${inner}>`),
    tie('whole').map((inner) => `!(${inner})`),
    tie('whole').map((inner) => `-(${inner})`),
    tie('whole').map((inner) => `"p<+${inner}>q"`),
    tie('whole').map((inner) => `(${inner}).toUpperCase().length()`),
    tie('whole').map((inner) => `[${inner}, 1][0]`),
    tie('whole').map((inner) => `join(${inner}, 2)`),
    fc
      .tuple(tie('whole'), tie('whole'), tie('whole'))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
  ),
})).whole;

const everything = scope(new Set(Object.keys(values)));

function staged(
  text: string,
  known: readonly string[],
  render: (text: string, scope: Scope) => Rendered,
): Rendered {
  const first = render(text, scope(new Set(known)));
  return first.status === 'later' ? render(first.rest, everything) : first;
}

/** A mistake may be found early or late; what it says is the same kind of thing. */
function comparable(rendered: Rendered): unknown {
  return rendered.status === 'invalid' ? 'invalid' : rendered;
}

test('a text filled in by parts is the text filled in at once', () => {
  fc.assert(
    fc.property(expressions, fc.subarray(Object.keys(values)), (inner, known) => {
      const text = `<+(${inner})>`;
      expect(comparable(staged(text, known, renderText))).toEqual(
        comparable(renderText(text, everything)),
      );
      const around = `cat <+(${inner})> "<+c>" > log`;
      expect(comparable(staged(around, known, renderText))).toEqual(
        comparable(renderText(around, everything)),
      );
    }),
    { numRuns: 500 },
  );
});

test('a condition filled in by parts is the condition filled in at once', () => {
  fc.assert(
    fc.property(expressions, fc.subarray(Object.keys(values)), (inner, known) => {
      expect(comparable(staged(inner, known, renderCondition))).toEqual(
        comparable(renderCondition(inner, everything)),
      );
    }),
    { numRuns: 500 },
  );
});

test('no text is too strange to be answered', () => {
  const pieces = fc.constantFrom(
    '<+',
    '>',
    '(',
    ')',
    '"',
    "'",
    '.',
    '[',
    ']',
    'a',
    '1',
    ' ',
    '\\',
    '?',
    ':',
    '&&',
    '+',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { status } = renderText(parts.join(''), everything);
      expect(['value', 'invalid']).toContain(status);
    }),
    { numRuns: 2_000 },
  );
});
