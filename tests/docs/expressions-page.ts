// docs/expressions.md, made from the tables of the language's methods and functions.
import { FUNCTORS } from '../../src/expression/functors/functors.ts';
import { LIST_METHODS, MAP_METHODS } from '../../src/expression/methods/collection-methods.ts';
import { NUMBER_METHODS } from '../../src/expression/methods/number-methods.ts';
import { TEXT_METHODS } from '../../src/expression/methods/text-methods.ts';
import { table } from './table.ts';

const HEAD = `# Expressions

What stands in \`<+…>\` is one value, written in the part of JEXL that Harness's pages show. Inner expressions come first and their values take their places, as values: nothing in them can become syntax. A text that is one expression keeps the type of its value; else the parts become one text. What only a run knows (a step's output, a secret) stays open in the plan, with everything known filled in.

A name that nobody knows is an error that names the nearest one that exists; only \`?:\`, \`??\`, \`empty\` and a comparison with \`null\` may ask for a name that is not there.
`;

const OPERATORS: readonly (readonly [string, string])[] = [
  [
    '`+ - * / %`, `div mod`',
    'texts of digits are numbers; two whole numbers divide to a whole one; `"1" + "2"` in quotes is `12`',
  ],
  ['`== != < <= > >=`, `eq ne lt le gt ge`', '`"1" == 1`; texts compare as numbers where both are'],
  [
    '`&& || !`, `and or not`',
    'the right side is looked at only when it decides; `"false"`, `""`, `0` and `null` are false',
  ],
  [
    '`a ? b : c`, `a ?: b`, `a ?? b`',
    '`?:` takes b for whatever is false, `??` only for `null` and names that are not there',
  ],
  ['`=~ !~`', 'a whole text against a regular expression, a member of a list, a key of a map'],
  ['`=^ !^ =$ !$`', 'starts with, ends with'],
  [
    '`empty x`, `size(x)`',
    'empty are `null`, `0`, names that are not there, and texts, lists and maps without anything in them',
  ],
  ['`a.b`, `a["b.c"]`, `a[0]`, `a.get("b.c")`', 'only what the value itself holds'],
  ['`[1, 2]`, `{"a": 1}`', 'a list, a map'],
  [
    '`"…"`, `\'…\'`',
    '`\\n \\t \\r \\\\ \\" \\\' \\u0041`; any other backslash stays, so `"\\d+"` is a pattern',
  ],
];

const RULES = `## Patterns
Regular expressions have Java's spelling and are matched in linear time, so none can hang a run: \`(?=…)\`, \`(?!…)\`, \`\\1\` and \`a++\` are refused. \`$1\` and \`\${name}\` in a replacement stand for groups. \`split\` drops the empty texts at the end, as Java does.

## Paths
\`json.select\` and \`json.list\` take \`$.a.b\`, \`['a']\`, \`[0]\`, \`[-1]\`, \`[1:3]\`, \`[0,2]\`, \`*\`, \`..\`, \`[?(@.a == 'x' && @.b > 1 || @.c)]\` with \`in\` and \`=~ /…/\`, and \`.length()\`; no scripts. \`xml.select\` takes \`/a/b\`, \`//b\`, \`@id\`, \`text()\`, \`..\`, \`*\`, \`[1]\`, \`[last()]\`, \`[@id='1' and b='x']\`, \`count(…)\`; document types and entities of their own are refused.

## Limits
15 expressions inside each other, 15 values that lead to each other, 50 brackets, 262,144 characters of text, 1,048,576 characters of a value, 10,000 elements of a list, 20,000 steps. Numbers are exact up to 9,007,199,254,740,991; longer ones belong in quotes.
`;

export function expressionsPage(): string {
  const methods = [
    ['texts', TEXT_METHODS],
    ['numbers, besides those of texts', NUMBER_METHODS],
    ['lists', LIST_METHODS],
    ['maps', MAP_METHODS],
  ] as const;
  const rows = methods.map(([of, known]) => [of, listed(known.keys())]);
  const others = ['secrets.getValue', 'fileStore.getAsString', 'fileStore.getAsBase64'];
  const times = ['datetime.currentDate', 'datetime.currentTime', 'loadBalancer.rule'];
  return [
    HEAD,
    `${table(['operator', 'what it does'], OPERATORS)}\n`,
    `## Methods\n${table(['of', 'methods'], rows)}\n`,
    `## Functions\n${listed([...FUNCTORS.keys(), ...others, ...times])}. A time is when its step started: the same after a restart.\n`,
    RULES,
  ].join('\n');
}

function listed(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(', ');
}
