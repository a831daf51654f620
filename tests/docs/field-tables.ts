// Every construct of the language with its fields: supported, refused with advice, or read without effect.
import { SHAPES } from '../../src/pipeline/language-schema.ts';
import { ENTITY_SHAPES } from '../../src/pipeline/shapes/entities.ts';
import { FAILURE_ACTION_SPECS } from '../../src/pipeline/shapes/failure-strategy.ts';
import type { Shape } from '../../src/pipeline/shapes/shape.ts';
import { stepSpecSchemas } from '../../src/pipeline/step-types/step-types.ts';
import { type Fields, fieldsOf } from '../language/official-fields.ts';
import { grouped } from './grouped.ts';
import { table } from './table.ts';

/** A construct's fields by what becomes of them. */
interface Sorted {
  readonly supported: readonly string[];
  readonly refused: readonly (readonly [string, string])[];
  readonly ignored: readonly (readonly [string, string])[];
}

type Titled = readonly [string, Sorted];

export function fieldTables(): string {
  const titled = (shapes: Readonly<Record<string, Shape>>): readonly Titled[] =>
    Object.entries(shapes).map(([name, shape]) => [wordsOf(name), sorted(shape)]);
  const steps = Object.entries(stepSpecSchemas()).map(
    ([type, schema]): Titled => [
      `\`spec\` of the step \`${type}\``,
      sortedSpec(fieldsOf([schema])),
    ],
  );
  const actions = Object.entries(FAILURE_ACTION_SPECS).map(
    ([type, shape]): Titled => [`\`spec\` of the failure action \`${type}\``, sorted(shape)],
  );
  const all = [...titled(SHAPES), ...steps, ...actions, ...titled(ENTITY_SHAPES)];
  return all
    .filter(([, fields]) => countOf(fields) > 0)
    .map(folded)
    .join('\n\n');
}

/** `StepGroup` is a step group. */
function wordsOf(name: string): string {
  const words = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sorted({ fields, refused = {}, ignored = {}, others }: Shape): Sorted {
  const own = Object.keys(fields);
  return {
    supported: others === undefined ? own : [...own, 'any other name'],
    refused: Object.entries(refused),
    ignored: Object.entries(ignored),
  };
}

const REFUSAL = /^Not supported\. /;

/** What a spec refuses, its schema says in words. */
function sortedSpec(fields: Fields): Sorted {
  const leaves = paths(fields, '');
  const refused = leaves.filter(([, said]) => REFUSAL.test(said));
  const supported = leaves.filter(([, said]) => !REFUSAL.test(said));
  return {
    supported: supported.map(([path]) => path),
    refused: refused.map(([path, said]) => [path, said.replace(REFUSAL, '')] as const),
    ignored: [],
  };
}

function paths(fields: Fields, above: string): readonly (readonly [string, string])[] {
  return [...fields].flatMap(([name, nodes]) => {
    const path = `${above}${name}`;
    const below = fieldsOf(nodes);
    const said = nodes.map((node) => node['description']).find((each) => each !== undefined);
    const isRefused = REFUSAL.test(String(said));
    if (below.size > 0 && !isRefused) return paths(below, `${path}.`);
    return [[path, String(said ?? '')] as const];
  });
}

function folded([title, fields]: readonly [string, Sorted]): string {
  const rows = [
    ...(fields.supported.length > 0 ? [['supported', fields.supported.map(code).join(', ')]] : []),
    ...together(fields.refused).map((said) => ['refused', said]),
    ...together(fields.ignored).map((said) => ['without effect', said]),
  ];
  const counts = [
    `${fields.supported.length} supported`,
    ...(fields.refused.length > 0 ? [`${fields.refused.length} refused`] : []),
    ...(fields.ignored.length > 0 ? [`${fields.ignored.length} without effect`] : []),
  ];
  const summary = `<summary>${asHtml(title)}: ${counts.join(', ')}</summary>`;
  return `<details>${summary}\n\n${table(['', 'fields'], rows)}\n\n</details>`;
}

/** Fields of which the same is said stand in one row. */
function together(fields: readonly (readonly [string, string])[]): readonly string[] {
  return [...grouped(fields, ([, words]) => words)].map(
    ([words, same]) => `${same.map(([name]) => code(name)).join(', ')}: ${words}`,
  );
}

function code(name: string): string {
  return name.includes(' ') ? name : `\`${name}\``;
}

function asHtml(title: string): string {
  return title.replace(/`([^`]*)`/g, '<code>$1</code>');
}

function countOf({ supported, refused, ignored }: Sorted): number {
  return supported.length + refused.length + ignored.length;
}
