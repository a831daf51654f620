// Which input sets a run takes: by file or identifier, with overlays resolved to the sets they name.
import { nearestHint } from '../lib/nearest.ts';
import { list, optional, textAt } from './fields.ts';
import type { SourceFile } from './pipeline.ts';
import { membersOf, type Place, reportAt, scalarOf } from './place.ts';
import { type Entity, entitiesOf } from './sort-files.ts';
import type { Report } from './yaml-source.ts';

/** As a person named it; `file` when that is the name of one. */
export interface InputSetReference {
  readonly name: string;
  readonly file?: SourceFile;
}

/** `place` is what it lays out as its pipeline. */
export interface TakenInputSet {
  readonly name: string;
  readonly place: Place;
}

/** The last one counts most. What cannot be found is reported. */
export function resolveInputSets(
  entities: readonly Entity[],
  references: readonly InputSetReference[],
  report: Report,
): readonly TakenInputSet[] {
  const known = entities.filter(isInputSet);
  return references.flatMap(({ name, file }) => {
    if (file !== undefined) return resolveFile(file, known, report);
    const found = named(known, name);
    if (found !== undefined) return pipelinesOf(found, known, []);
    report({
      code: 'unknown-path',
      severity: 'error',
      message: `There is no input set "${name}" in the project, and no file of that name.`,
      hint: nearestHint(name, known.map(identifierOf)) || 'Give its file or its identifier.',
      position: undefined,
    });
    return [];
  });
}

/** Harness's pages show input sets by what is inside: such a file begins with `pipeline:`. */
function resolveFile(
  file: SourceFile,
  known: readonly Entity[],
  report: Report,
): readonly TakenInputSet[] {
  const entities = entitiesOf(file, report);
  const sets = entities.filter(isInputSet);
  const bare = entities
    .filter(({ kind }) => kind === 'pipeline')
    .map(({ place }) => ({ name: file.path, place }));
  if (sets.length === 0 && bare.length === 0) {
    report({
      code: 'unknown-path',
      severity: 'error',
      message: `${file.path} holds no input set.`,
      hint: 'Give a file that begins with "inputSet:", "overlayInputSet:" or "pipeline:".',
      position: { file: file.path, line: 1, column: 1 },
    });
  }
  return [...bare, ...sets.flatMap((set) => pipelinesOf(set, [...sets, ...known], []))];
}

function isInputSet({ kind }: Entity): boolean {
  return kind === 'inputSet' || kind === 'overlayInputSet';
}

function identifierOf({ place }: Entity): string {
  return place.fqn.slice('inputSets.'.length);
}

/** A reference may say the level, such as `org.name`. */
function named(known: readonly Entity[], reference: string): Entity | undefined {
  const name = reference.replace(/^(account|org)\./, '');
  return known.find((each) => identifierOf(each) === name);
}

function pipelinesOf(
  set: Entity,
  known: readonly Entity[],
  within: readonly string[],
): readonly TakenInputSet[] {
  if (set.kind === 'inputSet') {
    const pipeline = optional(set.place, 'pipeline');
    if (pipeline !== undefined) {
      return [{ name: identifierOf(set), place: { ...pipeline, fqn: 'pipeline' } }];
    }
    const message = `The input set ${identifierOf(set)} gives nothing: it has no "pipeline".`;
    reportAt(set.place, 'missing-field', message, 'Lay its values out as the pipeline has them.');
    return [];
  }
  const path = [...within, identifierOf(set)];
  return list(set.place, 'inputSetReferences').flatMap((place) => {
    const name = textAt(place);
    if (name === undefined) return [];
    const found = named(known, name);
    if (found === undefined || path.includes(identifierOf(found))) {
      reportReference(place, name, found, known);
      return [];
    }
    return pipelinesOf(found, known, path);
  });
}

function reportReference(
  place: Place,
  name: string,
  found: Entity | undefined,
  known: readonly Entity[],
): void {
  if (found !== undefined) {
    const message = `The overlay "${name}" contains itself.`;
    reportAt(place, 'wrong-value', message, 'Remove this reference.');
    return;
  }
  const hint = nearestHint(name, known.map(identifierOf)) || 'Add its file to the project.';
  reportAt(place, 'unknown-path', `There is no input set "${name}" in the project.`, hint);
}

/** The pipeline that an input set is for, when it says so. */
export function pipelineNamedBy(set: Place): Place | undefined {
  const identifier = membersOf(set).find(({ key }) => key === 'identifier')?.place;
  return typeof scalarOf(identifier?.node) === 'string' ? identifier : undefined;
}
