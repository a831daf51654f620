// The grammar: what can be read, where it ends, and what is said of the rest.
import { describe, expect, test } from 'vitest';
import { filledIn, scopeOf } from '../../tests/filled-in.ts';
import type { Json } from '../lib/json.ts';
import { renderText } from './render.ts';

const known = {
  a: { b: { c: 'x', 'd-e': 'dashed', 'f.g': 'dotted', class: 'word' } },
  _x1: 'under',
  $y: 'dollar',
  or_else: 'name',
  sizes: 'many',
  postfix: '_0',
  part: 'c',
  path: 'b.c',
  names: { s_0: 'first', s_0_x: 'second' },
  tag: '<+a.b.c>!',
};

describe('it can be read', () => {
  test.each<[string, Json]>([
    ['a.b.c', 'x'],
    [' a . b . c ', 'x'],
    ['a["b"].c', 'x'],
    ["a['b']['c']", 'x'],
    ['a.b["d-e"]', 'dashed'],
    ['a.b["f.g"]', 'dotted'],
    ['a.b.get("f.g")', 'dotted'],
    ['a.b.class', 'word'],
    ['_x1', 'under'],
    ['$y', 'dollar'],
    ['or_else', 'name'],
    ['sizes', 'many'],
    ['<+a.b.c>', 'x'],
    ['<+<+<+a.b.c>>>', 'x'],
    ['a.b.<+part>', 'x'],
    ['a.<+path>', 'x'],
    ['a[<+"b">].c', 'x'],
    ['names.s<+postfix>', 'first'],
    ['names.s<+postfix>_x', 'second'],
    ['tag', 'x!'],
    ['"<+tag>?"', 'x!?'],
    ['"plain"', 'plain'],
    ["'single'", 'single'],
    ['"it\'s"', "it's"],
    [String.raw`"a\"b"`, 'a"b'],
    [String.raw`'a\'b'`, "a'b"],
    [String.raw`"a\\b"`, 'a\\b'],
    [String.raw`"a\nb\tc\rd"`, 'a\nb\tc\rd'],
    [String.raw`"\u0041\u00e9"`, 'Aé'],
    [String.raw`"\d\."`, '\\d\\.'],
    [String.raw`"<\u002ba>"`, '<+a>'],
    ['"a > b"', 'a > b'],
    ['true', true],
    ['null', null],
    ['0', 0],
    ['12.50', 12.5],
    ['\n1\n+\n2\n', 3],
    ['(((1)))', 1],
    ['a.b.c.length() + 1', 2],
    ['a.b.c.toUpperCase().toLowerCase()', 'x'],
    ['"a,b".split(",")[1].length()', 1],
    ['json.object("{\\"a\\": {\\"b\\": [7]}}").a.b[0]', 7],
  ])('%s', (inside, expected) => {
    expect(filledIn(inside, known)).toEqual(expected);
  });
});

describe('inside a text', () => {
  test.each([
    ['no expression', 'no expression'],
    ['a<+a.b.c>b', 'axb'],
    ['<+a.b.c><+a.b.c>', 'xx'],
    ['<+a.b.c>>file', 'x>file'],
    ['echo <+a.b.c> > file', 'echo x > file'],
    ['cat <<EOF <+a.b.c> EOF', 'cat <<EOF x EOF'],
    ['a < b and c > d <+a.b.c>', 'a < b and c > d x'],
    ['$' + '{x} <+a.b.c> {y}', '$' + '{x} x {y}'],
    ['n=<+1 + 1>', 'n=2'],
    ['b=<+true>', 'b=true'],
    ['l=<+[1,"a"]>', 'l=[1,"a"]'],
    ['m=<+{"a":1}>', 'm={"a":1}'],
    ['none=<+null>', 'none=null'],
  ])('%s', (text, expected) => {
    expect(renderText(text, scopeOf(known))).toEqual({ status: 'value', value: expected });
  });
});

describe('it cannot be read', () => {
  test.each([
    ['', 'a value is expected'],
    ['a.', 'a name is expected after "."'],
    ['a..b', 'a name is expected after "."'],
    ['1 +', 'a value is expected'],
    ['(1 ', 'a value is expected, not the end'],
    ['[1)', '"]" is expected, not ")"'],
    ['{"a"}', '":" is expected'],
    ['{"a": 1]', '"}" is expected, not "]"'],
    ['f(1]', '")" is expected, not "]"'],
    ['"open', 'a quoted text is not closed'],
    ['a b', 'cannot go on with "b"'],
    ['1 ? 2', '":" is expected'],
    ['= 1', 'a value is expected, not "="'],
    ['a = 1', 'cannot go on with "="'],
    ['5x', 'a value is expected, not "5"'],
    ['a & b', 'cannot go on with "&"'],
    ['`a`', 'a value is expected'],
    ['and', 'a value is expected, not "and"'],
    ['new Date()', '"new" is a reserved word'],
    ['var x', '"var" is a reserved word'],
    ['return 1', '"return" is a reserved word'],
    ['class.forName("x")', '"class" is a reserved word'],
    ['shellScriptProvisioner', '"shellScriptProvisioner" is a reserved word'],
    ['for (x : y) x', '"for" is a reserved word'],
    ['if (true) 1', '"if" is a reserved word'],
    ['function(x) x', '"function" is a reserved word'],
    ['a.1', 'a name is expected after "."'],
  ])('%s', (inside, message) => {
    expect(filledIn(inside, known)).toEqual({ error: expect.stringContaining(message) });
  });
});

test('a mistake says where it stands', () => {
  expect(renderText('abc <+a.b.c> <+1 + >', scopeOf(known))).toMatchObject({ at: 19 });
});
