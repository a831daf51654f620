// Which of a project's files describe entities, and which only lie in its file store.
import { nearestHint } from '../lib/nearest.ts';
import type { SourceFile } from './pipeline.ts';
import { elementName, memberOf, membersOf, type Place, reportAt, scalarOf } from './place.ts';
import { parseYaml, type Report } from './yaml-source.ts';

const ROOTS = {
  pipeline: 'pipeline',
  inputSet: 'inputSets',
  overlayInputSet: 'inputSets',
  service: 'services',
  environment: 'environments',
  infrastructureDefinition: 'infrastructures',
  connector: 'connectors',
  secret: 'secrets',
  overrides: 'overrides',
  serviceOverrides: 'overrides',
  template: 'templates',
} as const;

type RootKey = keyof typeof ROOTS;
/** Overrides have two forms, and are of one kind. */
export type EntityKind = Exclude<RootKey, 'serviceOverrides'>;

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

/** Of a file that is no entity's there are none. */
export function entitiesOf(file: SourceFile, report: Report): readonly Entity[] {
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
  for (const problem of source.problems) report(problem);
  return entities;
}

function entity(root: RootKey, place: Place): Entity {
  const kind = root === 'serviceOverrides' ? 'overrides' : root;
  const fqn = kind === 'pipeline' ? kind : `${ROOTS[kind]}.${nameOf(kind, place)}`;
  return { kind, place: { ...place, fqn } };
}

/** Harness names an override that has no name by what it refers to. */
function nameOf(kind: EntityKind, place: Place): string {
  const own = elementName(place.node, 0);
  if (own !== '0' || ROOTS[kind] !== 'overrides') return own;
  const references = ['environmentRef', 'serviceRef', 'infraIdentifier', 'infraId'].flatMap(
    (key) => {
      const value = scalarOf(memberOf(place, key)?.node);
      return typeof value === 'string' && value !== '' ? [value.replaceAll('.', '_')] : [];
    },
  );
  return references.join('_') || own;
}

function reportStray(key: string, place: Place): void {
  const message = `Nothing reads the root field "${key}", so it has no effect.`;
  reportAt(place, 'unknown-field', message, nearestHint(key, Object.keys(ROOTS)), 'warning');
}

function isRoot(key: string): key is RootKey {
  return Object.hasOwn(ROOTS, key);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
