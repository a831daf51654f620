// Which of a project's files describe entities, and which only lie in its file store.
import { nearestHint } from '../lib/nearest.ts';
import type { SourceFile } from './pipeline.ts';
import { elementName, membersOf, type Place, reportAt } from './place.ts';
import { parseYaml, type Report } from './yaml-source.ts';

const ROOTS = {
  pipeline: 'pipeline',
  service: 'services',
  environment: 'environments',
  infrastructureDefinition: 'infrastructures',
  connector: 'connectors',
  secret: 'secrets',
} as const;

export type EntityKind = keyof typeof ROOTS;

/** `place` is the value of the root key; its name starts with `pipeline` or such as `services.ID`. */
export interface Entity {
  readonly kind: EntityKind;
  readonly place: Place;
}

export interface SortedFiles {
  readonly entities: readonly Entity[];
  readonly store: readonly SourceFile[];
}

const SETTINGS = ['penstock.yaml', 'penstock.yml', 'world.yaml', 'world.yml'];

export function sortFiles(files: readonly SourceFile[], report: Report): SortedFiles {
  const entities: Entity[] = [];
  const store: SourceFile[] = [];
  for (const file of files) {
    if (SETTINGS.includes(baseName(file.path))) continue;
    const found = isPlainFile(file.path) ? [] : entitiesOf(file, report);
    if (found.length > 0) entities.push(...found);
    else store.push(file);
  }
  return { entities, store };
}

/** Below a folder `files` everything is left as it is, whatever it is. */
function isPlainFile(path: string): boolean {
  return !/\.ya?ml$/i.test(path) || /(^|\/)files\//.test(path);
}

function entitiesOf(file: SourceFile, report: Report): readonly Entity[] {
  const source = parseYaml(file, report);
  const entities: Entity[] = [];
  for (const document of source.documents) {
    const root: Place = {
      source,
      node: document.contents,
      fqn: '',
      offset: document.contents?.range?.[0] ?? 0,
    };
    const members = membersOf(root);
    const found = members.flatMap(({ key, place }) => (isRoot(key) ? [entity(key, place)] : []));
    entities.push(...found);
    if (found.length > 0)
      for (const { key, place } of members) if (!isRoot(key)) reportStray(key, place);
  }
  for (const problem of source.problems) {
    if (problem.severity === 'error') report(problem);
  }
  return entities;
}

function entity(kind: EntityKind, place: Place): Entity {
  const fqn = kind === 'pipeline' ? kind : `${ROOTS[kind]}.${elementName(place.node, 0)}`;
  return { kind, place: { ...place, fqn } };
}

function reportStray(key: string, place: Place): void {
  const message = `Nothing reads the root field "${key}", so it has no effect.`;
  reportAt(place, 'unknown-field', message, nearestHint(key, Object.keys(ROOTS)), 'warning');
}

function isRoot(key: string): key is EntityKind {
  return Object.hasOwn(ROOTS, key);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
