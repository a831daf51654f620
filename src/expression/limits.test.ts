// What hostile texts meet: limits, patterns that cannot hang, and no way to the host.
import { describe, expect, test } from 'vitest';
import { filledIn } from '../../tests/filled-in.ts';

const known = {
  long: 'a'.repeat(200_000),
  deep: JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`),
  xs: `<a>${'<b>'.repeat(150)}${'<c/>'.repeat(5_000)}${'</b>'.repeat(150)}</a>`,
  wide: JSON.stringify(Array.from({ length: 3_000 }, (_, n) => ({ n, of: [n, n] }))),
  own: { name: 'x' },
};

describe('a pattern that would backtrack for ever answers', () => {
  test.each([
    ['(a+)+$', `${'a'.repeat(5_000)}!`],
    ['(a|aa)+$', `${'a'.repeat(5_000)}!`],
    ['(.*)*x', 'a'.repeat(5_000)],
    ['([a-zA-Z]+)*$', `${'a'.repeat(5_000)}1`],
    [
      '^<\\+input>((\\.)((executionInput\\(\\))|(allowedValues|default|regex)\\(.+?\\)))*$',
      `x${'.allowedValues(x)'.repeat(300)}!`,
    ],
    ['(([1-9])+\\d+[s])|((([1-9])+\\d*[mhwd])+([\\s]?\\d+[smhwd])*)', `${'5'.repeat(5_000)}x`],
  ])('%s', (pattern, text) => {
    const input = { pattern, text };
    expect(filledIn('text =~ pattern', input)).toBe(false);
    expect(filledIn('text.matches(pattern)', input)).toBe(false);
    expect(filledIn('regex.match(pattern + "#", text)', input)).toBe(false);
    expect(filledIn('text.replaceAll(pattern + "#", "")', input)).toBe(text);
    expect(filledIn('text.split(pattern + "#").size()', input)).toBe(1);
  });
});

describe('what is too much is refused', () => {
  test.each([
    ['long + long + long + long + long + long', 'the text is longer than 1048576'],
    ['long.split("")', 'elements at most'],
    ['long.replaceAll("", "-").replaceAll("", "-").replaceAll("", "-")', 'longer than 1048576'],
    [`[${'long.toUpperCase(), '.repeat(40)}1].size()`, 'more than 20000 steps'],
    ['long.replaceAll("a", long)', 'a text may have 1048576 characters at most'],
    ['long.replaceAll("(a)", "$1$1$1$1$1$1")', 'a text may have 1048576 characters at most'],
    ['long.matches("(a{1,500}){1,2}")', 'too long for this regular expression'],
    [`long.matches("${'a'.repeat(1_001)}")`, 'may have 1000 characters at most'],
    ['long.matches("(x{1,1000}){1,1000}")', 'expression too large'],
    ['json.list("$..*..*..*", wide)', 'it finds more than 10000 values'],
    ['json.list("$..[?(@..of)]", wide)', 'it visits too many values'],
    ['xml.select("//*[.//c]", xs)', 'visits too many elements'],
    [`xml.select("/a", "${'<b>'.repeat(300)}")`, 'deeper than 200'],
    [`${'!'.repeat(60)}true`, 'too many brackets'],
    [`${'['.repeat(60)}${']'.repeat(60)}`, 'too many brackets'],
    [`${'"<+'.repeat(20)}1${'>"'.repeat(20)}`, 'nested deeper than 15'],
  ])('%s', (inside, message) => {
    expect(filledIn(inside, known)).toEqual({ error: expect.stringContaining(message) });
  });
});

describe('there is no way to the host', () => {
  test.each([
    ...['process', 'globalThis', 'require', 'constructor', '__proto__', 'toString', 'this', 'self'],
    ...[
      'own.constructor',
      'own.__proto__',
      'own["constructor"]',
      'own.toString',
      'own.hasOwnProperty',
    ],
    ...['own.get("__proto__")', '(own).get("constructor")', '(own)["__proto__"]', 'own.valueOf()'],
    ...[
      'own.name.constructor',
      '"".constructor',
      '("").__proto__',
      '[].constructor',
      '{:}.constructor',
    ],
    ...[
      '[]["push"]',
      '[].map(1)',
      '[]["constructor"]["constructor"]',
      '(1).constructor',
      'true.constructor',
    ],
    ...['"".getClass()', '"".getClass().forName("java.lang.Runtime")', 'own.class', '"".class'],
    ...[
      'constructor.constructor("return process")()',
      'own.constructor("x")',
      'Function("x")',
      'eval("1")',
    ],
    ...[
      'json.constructor("x")',
      'json.object.constructor("x")',
      'json.__proto__.x()',
      'json.object("{}").constructor',
    ],
    ...[
      'json.object("{}")["__proto__"]',
      'json.object("{}").__proto__.polluted',
      '{"a": 1}.hasOwnProperty("a")',
    ],
    ...[
      '"a".__defineGetter__("x", 1)',
      '"a".call("x")',
      '"a".apply([])',
      '[1].at(0)',
      '[1].length',
    ],
    ...[
      'json.select("constructor", "{}")',
      'json.select("__proto__", "{}")',
      'json.select("length", "[1]")',
    ],
  ])('%s', (inside) => {
    expect(filledIn(inside, known)).toEqual({ error: expect.any(String) });
  });

  test('a member that is named like the host’s is only a member', () => {
    const text = '{"__proto__": {"polluted": true}, "constructor": "mine"}';
    expect(filledIn('json.object(text).constructor', { text })).toBe('mine');
    expect(filledIn('json.object(text)["__proto__"].polluted', { text })).toBe(true);
    expect(JSON.stringify(filledIn('json.object(text)', { text }))).toContain('"polluted":true');
    expect(JSON.stringify(filledIn('{"__proto__": 1}'))).toBe('{"__proto__":1}');
    expect('polluted' in {}).toBe(false);
  });
});
