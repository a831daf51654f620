// Input sets: trees laid out as the pipeline is, whose values take the place of its open inputs.
import { checkInput, isInput, parseInput } from '../expression/input.ts';
import { textOf } from '../expression/text-of.ts';
import { nearest, nearestHint } from '../lib/nearest.ts';
import { type AppliedBinding, needsPlan } from './apply-bindings.ts';
import { namedMembersOf, scalarsBelow, variableValue } from './binding-path.ts';
import { putInPlace } from './given-structure.ts';
import { pipelineNamedBy, type TakenInputSet } from './input-sets.ts';
import {
  describe,
  isAbsent,
  isList,
  isMapping,
  jsonOf,
  memberOf,
  type Place,
  reportAt,
  scalarOf,
} from './place.ts';
import type { Entity } from './sort-files.ts';
import type { Report } from './yaml-source.ts';

/** What a stage gives for the inputs of its entities need not be laid out in the pipeline. */
const FOR_ENTITIES = ['serviceInputs', 'environmentInputs', 'inputs', 'serviceOverrideInputs'];

/**
 * Changes the nodes of the pipelines; what has a value already, by `--input` or a later set, keeps it.
 * What fits nowhere is reported and changes nothing.
 */
export function applyInputSets(
  entities: readonly Entity[],
  sets: readonly TakenInputSet[],
  report: Report,
): readonly AppliedBinding[] {
  const pipelines = entities.filter(({ kind }) => kind === 'pipeline').map(({ place }) => place);
  const filling: Filling = { given: new Set(), bound: [] };
  for (const { name, place } of sets.toReversed()) {
    const pipeline = pipelineOf(place, pipelines);
    if (pipeline === undefined) reportPipeline(place, pipelines, report);
    else fillMembers(pipeline, place, { ...filling, pipeline, inputSet: name });
  }
  return filling.bound;
}

interface Filling {
  readonly given: Set<unknown>;
  readonly bound: AppliedBinding[];
}

interface PipelineFilling extends Filling {
  readonly pipeline: Place;
  readonly inputSet: string;
}

function pipelineOf(set: Place, pipelines: readonly Place[]): Place | undefined {
  const wanted = scalarOf(pipelineNamedBy(set)?.node);
  if (wanted === null) return pipelines[0];
  return pipelines.find((each) => scalarOf(pipelineNamedBy(each)?.node) === wanted);
}

function reportPipeline(set: Place, pipelines: readonly Place[], report: Report): void {
  const identifier = pipelineNamedBy(set);
  const known = pipelines.flatMap((each) => textOf(scalarOf(pipelineNamedBy(each)?.node) ?? ''));
  const wanted = textOf(scalarOf(identifier?.node) ?? '');
  const message = `This input set is for a pipeline "${wanted}", which the project does not hold.`;
  const hint = nearestHint(wanted, known) || 'Take an input set of this pipeline.';
  if (identifier !== undefined) reportAt(identifier, 'unknown-path', message, hint);
  else report({ code: 'unknown-path', severity: 'error', message, hint, position: undefined });
}

function fillMembers(target: Place, set: Place, filling: PipelineFilling): void {
  const value = variableValue(target);
  const there = namedMembersOf(target);
  const names = new Set<string>();
  for (const [index, given] of namedMembersOf(set).entries()) {
    if (isAbsent(given.node) || isOpen(given.node)) continue;
    const name = lastName(given, set);
    if (names.has(name)) reportTwice(target, given, name);
    names.add(name);
    const found =
      there.find((each) => lastName(each, target) === name) ?? unnamed(target, there, index);
    const asked = name === 'template' ? memberOf(given, 'templateInputs') : undefined;
    if (found === undefined && asked !== undefined) fillMembers(target, asked, filling);
    else if (found !== undefined && found.node === value.node) fill(target, value, given, filling);
    else if (found !== undefined) fill(target, found, given, filling);
    else if (isMapping(target.node) && FOR_ENTITIES.includes(name)) add(target, given, filling);
    else reportUnknown(target, given, name, filling);
  }
}

function fill(parent: Place, target: Place, given: Place, filling: PipelineFilling): void {
  const { source, node } = target;
  if (source.bound.has(node) || filling.given.has(node)) return;
  const written = scalarOf(node);
  if (typeof written === 'string' && isInput(written)) {
    put(parent, target, given, written, filling);
    return;
  }
  const fits = (isMapping(node) && isMapping(given.node)) || (isList(node) && isList(given.node));
  if (fits) fillMembers(target, given, filling);
  else if (written === undefined || written !== scalarOf(given.node)) reportFixed(target, given);
}

function put(
  parent: Place,
  target: Place,
  given: Place,
  written: string,
  { given: all, bound, inputSet }: PipelineFilling,
): void {
  const value = jsonOf(given.node);
  const input = parseInput(written);
  const isKnown = !textOf(value).includes('<+');
  const objection = input && isKnown ? checkInput(value, input) : undefined;
  if (objection !== undefined) {
    const message = `The input set's value for ${target.fqn} cannot be taken: ${objection}.`;
    const hint = 'Give a value that the input allows, or change the input.';
    reportAt(given, 'wrong-value', message, hint);
    return;
  }
  if (!putInPlace(parent, target, given)) return;
  all.add(given.node);
  if (scalarOf(given.node) !== undefined) given.source.bound.add(given.node);
  const said = { by: 'input', path: target.fqn, written: textOf(value), inputSet } as const;
  bound.push(needsPlan(written, said.written) ? { ...said, input: written } : said);
}

function add(target: Place, given: Place, { given: all, bound, inputSet }: PipelineFilling): void {
  if (!isMapping(target.node)) return;
  const name = given.fqn.slice(given.fqn.lastIndexOf('.') + 1);
  target.node.set(name, given.node);
  target.source.given.set(given.node, given.source);
  all.add(given.node);
  bound.push({
    by: 'set',
    path: `${target.fqn}.${name}`,
    written: textOf(jsonOf(given.node)),
    inputSet,
  });
}

function reportTwice(target: Place, given: Place, name: string): void {
  const message = `The input set gives ${target.fqn}.${name} twice.`;
  reportAt(given, 'duplicate-identifier', message, 'Remove one of the two.');
}

function reportFixed(target: Place, given: Place): void {
  const message = `${target.fqn} is no input: the pipeline has ${describe(target.node)} there.`;
  const hint = 'Remove it from the input set, or write <+input> in the pipeline.';
  reportAt(given, 'unknown-path', message, hint);
}

function reportUnknown(
  target: Place,
  given: Place,
  name: string,
  { pipeline }: PipelineFilling,
): void {
  const path = `${target.fqn}.${name}`;
  const inputs = scalarsBelow(pipeline).filter(({ node }) => isOpen(node));
  const below = scalarsBelow({ ...given, fqn: path })[0]?.fqn ?? path;
  const meant = nearest(
    below,
    inputs.map(({ fqn }) => fqn),
  );
  const hint =
    meant === undefined
      ? 'Remove it, or lay it out as the pipeline is.'
      : `Did you mean "${meant}"?`;
  reportAt(given, 'unknown-path', `The pipeline has no ${path}.`, hint);
}

function isOpen(node: unknown): boolean {
  const value = scalarOf(node);
  return typeof value === 'string' && isInput(value);
}

function lastName(place: Place, parent: Place): string {
  return place.fqn.slice(parent.fqn.length + 1);
}

/** An element whose identifier is an input itself goes by its index. */
function unnamed(list: Place, elements: readonly Place[], index: number): Place | undefined {
  const element = elements[index];
  if (element === undefined || !isList(list.node)) return undefined;
  const name = memberOf(element, 'identifier') ?? memberOf(element, 'name');
  const isNamed = name !== undefined && !isOpen(name.node);
  return isNamed ? undefined : { ...element, fqn: `${list.fqn}.${index}` };
}
