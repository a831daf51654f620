// A project folder's files, with bindings applied, as one typed project and all that is wrong with it.
import { canonicalJson } from '../lib/json.ts';
import { type AppliedBinding, applyBindings } from './apply-bindings.ts';
import { applyInputSets } from './apply-input-sets.ts';
import { scalarsBelow } from './binding-path.ts';
import { checkInputs } from './check-inputs.ts';
import { checkOverrides } from './check-overrides.ts';
import { inputSetTemplate, type OpenInput, openInputsOf } from './describe-inputs.ts';
import type { Diagnostic, Position } from './diagnostic.ts';
import { fileStore } from './file-store.ts';
import { type InputSetReference, resolveInputSets } from './input-sets.ts';
import type { Binding, Project, Scoped, SourceFile } from './pipeline.ts';
import { memberOf, type Place, positionOf, reportAt, scalarOf } from './place.ts';
import { readConnector } from './read-connector.ts';
import { readEnvironment } from './read-environment.ts';
import { readInfrastructure } from './read-infrastructure.ts';
import { readOverride } from './read-override.ts';
import { readPipeline } from './read-pipeline.ts';
import { readSecret } from './read-secret.ts';
import { readService } from './read-service.ts';
import { type Entity, type EntityKind, sortFiles } from './sort-files.ts';
import { expandTemplates } from './templates/expand-templates.ts';
import { type TextStart, textStartOf } from './text-start.ts';

export interface ReadProject {
  readonly project: Project;
  /** The bindings that found their place, in the order given. */
  readonly bound: readonly AppliedBinding[];
  /** What is still open, whether it has a default or not. */
  readonly inputs: readonly OpenInput[];
  /** Of the pipeline of a file, or the first one: an input set to fill in; undefined without inputs. */
  readonly inputSetFor: (file: string | undefined) => string | undefined;
  /** By file, line and column; what has no place comes first. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A binding wins over an input set, and a later input set over an earlier one.
 * Never throws for anything that stands in the files: every complaint is a diagnostic. */
export function readProject(
  files: readonly SourceFile[],
  bindings: readonly Binding[],
  inputSets: readonly InputSetReference[] = [],
): ReadProject {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    // What is wrong with a template is told at its first use.
    const { usedAt: _, ...position } = diagnostic.position ?? {};
    const key = canonicalJson([diagnostic.code, diagnostic.message, { ...position }]);
    if (!told.has(key)) diagnostics.push(diagnostic);
    told.add(key);
  };
  const { entities: written, store } = sortFiles(files, report);
  const entities = expandTemplates(written);
  const { bound: said, secrets } = applyBindings(entities, bindings, report);
  const sets = resolveInputSets(entities, inputSets, report);
  const bound = [...said, ...applyInputSets(entities, sets, report)];
  const project: Project = {
    pipelines: readAll(entities, 'pipeline', readPipeline),
    services: readAll(entities, 'service', readService, scopedName),
    environments: readAll(entities, 'environment', readEnvironment, scopedName),
    infrastructures: readAll(
      entities,
      'infrastructureDefinition',
      readInfrastructure,
      (each) => `${each.environmentRef}/${scopedName(each)}`,
    ),
    overrides: readAll(entities, 'overrides', readOverride, scopedName),
    connectors: readAll(entities, 'connector', readConnector),
    secrets: [...readAll(entities, 'secret', readSecret), ...secrets],
    ...fileStore(store),
    ...placesOf(entities),
  };
  checkOverrides(project, report);
  const inputs = openInputsOf(entities);
  checkInputs(inputs, report);
  const inputSetFor = (file: string | undefined): string | undefined => {
    const pipeline = entities.find(
      ({ kind, place }) => kind === 'pipeline' && (file ?? place.source.file) === place.source.file,
    );
    return pipeline && inputSetTemplate(pipeline.place);
  };
  return {
    project,
    bound,
    inputs,
    inputSetFor,
    diagnostics: withoutConsequences(diagnostics, written).sort(byPlace),
  };
}

/** Of a file that is not read as it is meant, and of a line that cannot be read, only that is told. */
function withoutConsequences(
  diagnostics: readonly Diagnostic[],
  entities: readonly Entity[],
): Diagnostic[] {
  const broken = new Set(
    entities.flatMap(({ place: { source } }) => (source.isBroken ? [source.file] : [])),
  );
  const lineOf = ({ position }: Diagnostic): string => `${position?.file}:${position?.line}`;
  const unread = diagnostics.filter(
    ({ code, severity }) => code === 'yaml-syntax' && severity === 'error',
  );
  const lines = new Set(unread.map(lineOf));
  return diagnostics.filter(
    (each) =>
      each.code.startsWith('yaml-') ||
      !(broken.has(each.position?.file ?? '') || lines.has(lineOf(each))),
  );
}

function readAll<Read extends { readonly identifier: string; readonly position: Position }>(
  entities: readonly Entity[],
  kind: EntityKind,
  read: (place: Place) => Read | undefined,
  keyOf: (element: Read) => string = ({ identifier }) => identifier,
): readonly Read[] {
  const all = new Map<string, Read>();
  for (const { place } of entities.filter((entity) => entity.kind === kind)) {
    const element = read(place);
    if (element === undefined) continue;
    const first = all.get(keyOf(element));
    if (first === undefined) all.set(keyOf(element), element);
    else reportTwice(place, kind, element.identifier, first.position);
  }
  return [...all.values()];
}

/** The same identifier may stand once in every project and organisation. */
function scopedName({
  identifier,
  orgIdentifier = '',
  projectIdentifier = '',
}: Scoped & { readonly identifier: string }): string {
  return `${orgIdentifier}/${projectIdentifier}/${identifier}`;
}

function reportTwice(place: Place, kind: EntityKind, identifier: string, first: Position): void {
  const message = `There is another ${kind.replace(/s$/, '')} "${identifier}" in ${first.file}, line ${first.line}.`;
  const hint = 'Give one of them another identifier, or remove it.';
  reportAt(memberOf(place, 'identifier') ?? place, 'duplicate-entity', message, hint);
}

/** The first of several pipelines wins where their names are the same. */
function placesOf(entities: readonly Entity[]): Pick<Project, 'positions' | 'textStarts'> {
  const positions = new Map<string, Position>();
  const textStarts = new Map<string, TextStart>();
  for (const { place } of entities) {
    for (const scalar of scalarsBelow(place)) {
      if (positions.has(scalar.fqn)) continue;
      positions.set(scalar.fqn, positionOf(scalar));
      const text = scalarOf(scalar.node);
      if (typeof text !== 'string' || !text.includes('<+')) continue;
      const start = textStartOf(scalar);
      if (start !== undefined) textStarts.set(scalar.fqn, start);
    }
  }
  return { positions, textStarts };
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [one, other] = [left.position, right.position];
  if (one === undefined || other === undefined)
    return Number(one !== undefined) - Number(other !== undefined);
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
