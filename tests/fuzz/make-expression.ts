// Expressions from a seed: made by the grammar, then now and then damaged.
import type { Random } from '../simulation/random.ts';
import { damaged, pick } from './damage.ts';

export function makeExpression(random: Random): string {
  const whole = random.chance(0.15)
    ? around(random, expression(random, 0))
    : `<+${expression(random, 0)}>`;
  return random.chance(0.4) ? damaged(random, whole, PIECES) : whole;
}

const MAX_DEPTH = 5;

function expression(random: Random, depth: number): string {
  if (depth >= MAX_DEPTH || random.chance(0.25)) return leaf(random);
  const inner = (): string => expression(random, depth + 1);
  switch (random.between(0, 13)) {
    case 0:
    case 1:
    case 2:
      return `${inner()} ${pick(random, OPERATORS)} ${inner()}`;
    case 3:
      return `(${inner()})`;
    case 4:
      return `<+${inner()}>`;
    case 5:
      return `${pick(random, ['!', '-', 'not ', 'empty ', 'size'])}(${inner()})`;
    case 6:
      return `(${inner()} ? ${inner()} : ${inner()})`;
    case 7:
      return `[${Array.from({ length: random.between(0, 3) }, inner).join(', ')}]`;
    case 8:
      return `{${Array.from({ length: random.between(0, 2) }, () => `"k${random.between(0, 3)}": ${inner()}`).join(', ')}}`;
    case 9:
    case 10:
      return method(random, inner);
    case 11:
      return `${inner()}[${inner()}]`;
    case 12:
      return `${pick(random, FUNCTIONS)}(${Array.from({ length: random.between(0, 3) }, inner).join(', ')})`;
    default:
      return `"${pick(random, TEXTS)}<+${inner()}>${pick(random, TEXTS)}"`;
  }
}

function method(random: Random, inner: () => string): string {
  const args = Array.from({ length: random.between(0, 2) }, inner).join(', ');
  const target = random.chance(0.5) ? `(${inner()})` : pick(random, NAMES);
  return `${target}.${pick(random, METHODS)}(${args})`;
}

function leaf(random: Random): string {
  if (random.chance(0.5)) return pick(random, NAMES);
  if (random.chance(0.5)) return `"${pick(random, TEXTS)}"`;
  return pick(random, VALUES);
}

function around(random: Random, inner: string): string {
  return `${pick(random, TEXTS)} <+${inner}> ${pick(random, PIECES)} <+${leaf(random)}>`;
}

const OPERATORS = [
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '=~',
    '!~',
    '=^',
    '!^',
    '=$',
    '!$',
  ],
  ...['&&', '||', '?:', '??', 'and', 'or', 'eq', 'ne', 'lt', 'gt', 'le', 'ge', 'div', 'mod'],
];

const NAMES = [
  ...['stage.name', 'stage.variables.port', 'stage.variables.list', 'stage.variables["a.b"]'],
  ...['steps.a.output.v', 'matrix.weight', 'loop', 'text', 'json', 'xml', 'long', 'nothing.here'],
  ...['__proto__', 'constructor', 'stage.constructor', 'stage.__proto__.x', 'toString', 'process'],
  ...[
    'stage.variables["__proto__"]',
    'globalThis.process.env',
    'OnStageSuccess',
    'artifact.version',
  ],
  'pipeline.stages.s<+matrix.weight>.status',
];

const FUNCTIONS = [
  ...['json.object', 'json.select', 'json.list', 'json.format', 'xml.select', 'regex.extract'],
  ...['regex.match', 'regex.replace', 'shell.escape', 'shell.quote', 'shell.doubleQuote'],
  ...[
    'secrets.getValue',
    'join',
    'eval',
    'constructor',
    'stage.constructor',
    'fileStore.getAsBase64',
  ],
  ...['datetime.currentDate', 'process.exit', 'Function', 'require', 'toString.constructor'],
];

const METHODS = [
  ...[
    'split',
    'contains',
    'substring',
    'indexOf',
    'lastIndexOf',
    'replace',
    'replaceAll',
    'charAt',
  ],
  ...[
    'replaceFirst',
    'matches',
    'toLowerCase',
    'trim',
    'repeat',
    'length',
    'size',
    'get',
    'keySet',
  ],
  ...['hashCode', 'compareTo', 'concat', 'subList', 'containsKey', 'values', 'plusDays', 'isEmpty'],
  ...[
    'getClass',
    'constructor',
    '__defineGetter__',
    'valueOf',
    'toString',
    'call',
    'apply',
    'bind',
  ],
];

const TEXTS = [
  ...[
    '',
    'a',
    '50',
    '-3',
    '7.5',
    'true',
    'null',
    '2024-02-29',
    'a,b,,c,',
    '(a+)+$',
    '.*',
    '[',
    '$1',
  ],
  ...[
    '(x{1,100}){1,100}',
    '(a|a)*b',
    'a.*c|a',
    '[^x]*?y',
    '\\\\d+',
    '\\u003c+text>',
    '$..a',
    '$.a[0]',
  ],
  ...["$[?(@.a == 'x')]", '//a[@b=1]', '/a/b/text()', '<a b=1/>', '{\\"a\\": [1]}', '__proto__'],
];

const VALUES = [
  ...[
    '0',
    '1',
    '50',
    '1e9',
    '2.5',
    '999999999',
    '1L',
    'true',
    'false',
    'null',
    "'it\\'s'",
    '[]',
    '{:}',
  ],
];

const PIECES = [
  ...[
    '<+',
    '>',
    '(',
    ')',
    '"',
    "'",
    '.',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '?',
    '\\',
    '+',
    '-',
    ' ',
    '\n',
  ],
  ...[
    'a',
    '1',
    '&&',
    '=~',
    '__proto__',
    'constructor',
    '<+<+',
    '>>',
    '\u0000',
    '\ud800',
    '😀',
    '${',
  ],
];
