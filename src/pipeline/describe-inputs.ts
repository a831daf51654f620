// The inputs of a project's files: where each stands, and an input set with a line for each of a pipeline.
import { isInput, parseInput } from '../expression/input.ts';
import { scalarsBelow } from './binding-path.ts';
import type { Position } from './diagnostic.ts';
import {
  elementsOf,
  isList,
  isMapping,
  membersOf,
  type Place,
  positionOf,
  scalarOf,
} from './place.ts';
import type { Entity } from './sort-files.ts';

export interface OpenInput {
  /** As `--input` names it. */
  readonly path: string;
  /** `<+input>` with its suffixes. */
  readonly written: string;
  readonly position: Position;
}

/** In the order of the files. */
export function openInputsOf(entities: readonly Entity[]): readonly OpenInput[] {
  const fillable = entities.filter(({ kind }) => !/inputSet/i.test(kind));
  const seen = new Set<unknown>();
  return fillable.flatMap(({ place }) =>
    scalarsBelow(place).flatMap((scalar) => {
      const written = inputAt(scalar);
      // A variable's value goes by two names, of which the variable's own comes first.
      if (written === undefined || seen.has(scalar.node)) return [];
      seen.add(scalar.node);
      return [{ path: scalar.fqn, written, position: positionOf(scalar) }];
    }),
  );
}

/** The pipeline's inputs as an input set; undefined when it has none. */
export function inputSetTemplate(pipeline: Place): string | undefined {
  const lines = linesOf(pipeline, '    ');
  if (lines.length === 0) return undefined;
  return ['inputSet:', '  identifier: my_inputs', '  name: my inputs', '  pipeline:', ...lines]
    .join('\n')
    .concat('\n');
}

/** What an input takes, in a few words; empty when it takes everything. */
export function describeInput(written: string): string {
  const input = parseInput(written);
  if (input === undefined) return '';
  const { allowed, regex, isAskedDuringRun } = input;
  const choice = allowed?.many === true ? 'any of' : 'one of';
  return [
    ...(allowed === undefined
      ? []
      : [`${choice} ${allowed.expression ?? allowed.values.join(', ')}`]),
    ...(regex === undefined ? [] : [`matches ${regex}`]),
    ...(input.default === undefined ? [] : [`default ${input.default}`]),
    ...(isAskedDuringRun ? ['asked for while the run is under way'] : []),
  ].join('; ');
}

function inputAt({ node }: Place): string | undefined {
  const value = scalarOf(node);
  return typeof value === 'string' && isInput(value) ? value : undefined;
}

/** A mapping without an input below it needs no line; one with inputs also says what it is. */
function linesOf(mapping: Place, indent: string): readonly string[] {
  if (!scalarsBelow(mapping).some((scalar) => inputAt(scalar) !== undefined)) return [];
  const isIdentified = membersOf(mapping).some(({ key }) => key === 'identifier');
  return membersOf(mapping).flatMap(({ key, place }) => {
    const written = inputAt(place);
    if (written !== undefined) return [inputLine(`${indent}${key}:`, written)];
    if (isMapping(place.node)) return headed(`${indent}${key}:`, linesOf(place, `${indent}  `));
    if (isList(place.node)) return headed(`${indent}${key}:`, itemsOf(place, `${indent}  `));
    const names = isIdentified ? ['identifier', 'type'] : ['name', 'type'];
    return names.includes(key) ? [`${indent}${key}: ${plain(place)}`] : [];
  });
}

function itemsOf(list: Place, indent: string): readonly string[] {
  return elementsOf(list).flatMap((element) => {
    const written = inputAt(element);
    if (written !== undefined) return [inputLine(`${indent}-`, written)];
    const lines = isMapping(element.node) ? linesOf(element, `${indent}  `) : [];
    return lines.map((line, index) =>
      index === 0 ? `${indent}- ${line.slice(indent.length + 2)}` : line,
    );
  });
}

function headed(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [head, ...lines];
}

/** The default stands there already; without one the input stays open until somebody fills it in. */
function inputLine(head: string, written: string): string {
  const fallback = parseInput(written)?.default;
  const said = describeInput(written).replaceAll(/\s+/g, ' ');
  const value = fallback === undefined ? '<+input>' : JSON.stringify(fallback);
  return `${head} ${value}${said === '' ? '' : ` # ${said}`}`;
}

function plain({ node }: Place): string {
  const value = String(scalarOf(node));
  return /^[A-Za-z_][\w .-]*$/.test(value) ? value : JSON.stringify(value);
}
