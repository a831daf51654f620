// Which texts count as open inputs.
import { expect, test } from 'vitest';
import { checkInput, inputDefault, inputObjection, isInput, parseInput } from './input.ts';

test.each([
  ['<+input>', true],
  [' <+input>.allowedValues(a, b(c)).default(a) ', true],
  ['<+input>.executionInput()', true],
  ['<+input> more', false],
  ['<+inputs>', false],
  ['x', false],
])('%s is an input: %s', (text, expected) => {
  expect(isInput(text)).toBe(expected);
});

test('an input may say what holds when nobody fills it in', () => {
  expect(inputDefault('<+input>.allowedValues(80,443).default(80)')).toBe('80');
  expect(inputDefault('<+input>')).toBeUndefined();
});

test('an input that Harness asks for while it runs has no default here', () => {
  expect(inputDefault('<+input>.default(80).executionInput()')).toBeUndefined();
});

test.each([
  ['<+input>', 'anything'],
  ['<+input>.allowedValues(80,443)', '443'],
  ['<+input>.allowedValues(one, two)', 'two'],
  [`<+input>.allowedValues('a,b',c)`, 'a,b'],
  [String.raw`<+input>.allowedValues(\'a,b\',c)`, 'a,b'],
  ['<+input>.selectOneFrom(a,b)', 'b'],
  ['<+input>.selectManyFrom(a,b,c)', 'a, c'],
  ['<+input>.regex(^v[0-9]+$)', 'v12'],
  ['<+input>.allowedValues(<+pipeline.variables.all>)', 'not judged'],
])('%s may be %s', (text, value) => {
  expect(inputObjection(text, value)).toBeUndefined();
});

test.each([
  ['<+input>.allowedValues(80,443)', '81', 'none of the allowed values 80, 443'],
  ['<+input>.allowedValues(a,b).default(a)', 'c', 'none of the allowed values a, b'],
  ['<+input>.selectOneFrom(a,b)', 'a,b', 'none of the allowed values a, b'],
  ['<+input>.selectManyFrom(a,b)', 'a,c', '"c" is none of'],
  ['<+input>.regex(^v[0-9]+$)', 'w12', 'does not match ^v[0-9]+$'],
  ['<+input>.regex(v[0-9]+)', 'xv1', 'does not match v[0-9]+'],
  ['<+input>.regex((a+)+)', 'b', 'does not match (a+)+'],
  ['<+input>.regex((?=a)a)', 'a', 'cannot be checked'],
])('%s may not be %s', (text, value, objection) => {
  expect(inputObjection(text, value)).toContain(objection);
});

const plain = { isAskedDuringRun: false, problems: [] };

test.each([
  ['<+input>', plain],
  ['\n<+input>.default(a)\n', { ...plain, default: 'a' }],
  [String.raw`<+input>.default(\'london,uk\')`, { ...plain, default: 'london,uk' }],
  ['<+input>.default(<+pipeline.variables.x>)', { ...plain, default: '<+pipeline.variables.x>' }],
  ['<+input>.default(f(x))', { ...plain, default: 'f(x)' }],
  ['<+input>.default(a) b)', { ...plain, default: 'a) b' }],
  ['<+input>.default()', { ...plain, default: '' }],
  [
    '<+input>.allowedValues(a, b).default(b)',
    { ...plain, default: 'b', allowed: { values: ['a', 'b'], many: false } },
  ],
  [
    '<+input>.default(a,b).selectManyFrom(a,b,c)',
    { ...plain, default: 'a,b', allowed: { values: ['a', 'b', 'c'], many: true } },
  ],
  [
    '<+input>.allowedValues(jexl(<+env.name> == "x" ? "a,b" : "c"))',
    {
      ...plain,
      allowed: { values: [], many: false, expression: '<+env.name> == "x" ? "a,b" : "c"' },
    },
  ],
  [
    '<+input>.allowedValues(<+matrix.list.join(a, b)>)',
    { ...plain, allowed: { values: [], many: false, expression: '<+matrix.list.join(a, b)>' } },
  ],
  [
    '<+input>.allowedValues(<+f(a, b)>, c)',
    { ...plain, allowed: { values: ['<+f(a, b)>', 'c'], many: false } },
  ],
  [
    '<+input>.executionInput().default(7).regex(\\d)',
    { ...plain, isAskedDuringRun: true, default: '7', regex: '\\d' },
  ],
  ['<+input>.regex(^\\(.*$).default((x)', { ...plain, regex: '^\\(.*$', default: '(x' }],
  ['<+input>.regex([(]a)', { ...plain, regex: '[(]a' }],
])('%s is read', (text, expected) => {
  expect(parseInput(text)).toEqual(expected);
});

test.each([
  ['<+input>.alowedValues(a)', 'did you mean "allowedValues"?', 8],
  ['<+input>.default(a', 'the brackets of ".default(" are not closed', 8],
  ['<+input>.default(a).default(b)', '".default(…)" is said twice', 19],
  ['<+input>.allowedValues(a).selectOneFrom(b)', 'one list of allowed values is enough', 25],
  ['<+input>.allowedValues()', '".allowedValues()" allows nothing', 8],
  ['<+input>.executionInput(x)', '".executionInput()" takes nothing', 8],
  ['<+input>.regex([)', 'is not a regular expression that can be used', 8],
  ['<+input>.allowedValues(a,b).default(c)', 'the default does not fit: "c" is none of', 27],
  ['<+input>.regex(a).default(c)', 'the default does not fit: "c" does not match a', 17],
  [`<+input>${'.default(a)'.repeat(30)}`, 'said twice', 19],
])('%s has a problem', (text, message, at) => {
  const problem = parseInput(text)?.problems.find((each) => each.message.includes(message));
  expect(problem?.at).toBe(at);
});

test('a value may be a list or a number', () => {
  const many = parseInput('<+input>.selectManyFrom(a,b)') ?? plain;
  expect(checkInput(['a', 'b'], many)).toBeUndefined();
  expect(checkInput(['a', 'c'], many)).toContain('"c" is none of');
  const ports = parseInput('<+input>.allowedValues(80,443)') ?? plain;
  expect(checkInput(80, ports)).toBeUndefined();
});

test.each([
  ['suffixes without end', `<+input>${'.allowedValues(x)'.repeat(300)}!`],
  ['more of them', `<+input>${'.regex(x)'.repeat(3_000)}`],
  ['brackets alone', `<+input>.default(${'('.repeat(30_000)}`],
  ['quotes alone', `<+input>.allowedValues(${"'a,".repeat(10_000)})`],
  ['spaces', `<+input>${' '.repeat(32_000)}.x`],
  ['a pattern that backtracks', `<+input>.regex((a+)+$).default(${'a'.repeat(5_000)}!)`],
])('%s are answered', (_, text) => {
  expect(parseInput(text)?.isAskedDuringRun ?? false).toBe(false);
});
