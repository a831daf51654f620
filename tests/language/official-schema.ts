// Harness's published schema of pipelines as a function, over the stages and steps that matter here.
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { RE2JS } from 're2js';
import { thirdPartyFile } from '../third-party.ts';

export const officialSchemaFile: string | undefined = thirdPartyFile(
  'harness-schema/pipeline.json',
);

export type OfficialComplaint = Pick<ErrorObject, 'instancePath' | 'message' | 'keyword'>;

/** Answers what Harness's schema complains of; nothing when it accepts the document. */
export function officialSchema(
  file: string,
  types: readonly string[],
): (document: unknown) => readonly OfficialComplaint[] {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Node;
  const code = { regExp: safeRegExp, optimize: false };
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, code });
  const validate = ajv.compile(mended(schema, { root: schema, types: new Set(types) }) as object);
  return (document) => (validate(document) ? [] : (validate.errors ?? []));
}

/** Some of its patterns take for ever on hostile texts: what has no look-ahead is matched in linear time. */
const safeRegExp = Object.assign(
  (pattern: string, flags: string): Pick<RegExp, 'test'> & { toString(): string } => {
    if (/\(\?[!=<]/.test(pattern)) return new RegExp(pattern, flags);
    const compiled = RE2JS.compile(pattern);
    return {
      test: (text) => compiled.matcher(text).find(),
      // Ajv keeps patterns apart by their text.
      toString: () => `/${pattern}/${flags}`,
    };
  },
  { code: 'safeRegExp' },
);

type Node = { readonly [key: string]: unknown };

interface Mending {
  readonly root: Node;
  readonly types: ReadonlySet<string>;
}

/** Its defects are mended without a change of meaning: an empty enum accepts nothing, the rest says nothing. */
function mended(node: unknown, mending: Mending): unknown {
  if (Array.isArray(node)) return node.map((each) => mended(each, mending));
  if (!isNode(node)) return node;
  if (Array.isArray(node['enum']) && node['enum'].length === 0) return { not: {} };
  const members = Object.entries(node).filter(([key, value]) => !saysNothing(key, value));
  const { oneOf, ...rest } = Object.fromEntries(
    members.map(([key, value]) => [key, mended(value, mending)]),
  );
  if (!Array.isArray(oneOf)) return oneOf === undefined ? rest : { ...rest, oneOf };
  return oneOf.length > 10 ? { ...rest, allOf: byType(oneOf, mending) } : { ...rest, oneOf };
}

function saysNothing(key: string, value: unknown): boolean {
  const isText = typeof value === 'string';
  if (value === null) return true;
  if (key === 'allOf') return Array.isArray(value) && value.length === 0;
  return isText && (key === '$schema' || key === 'discriminator');
}

/** The same as `oneOf` where branches differ by their type; those of other types than ours are left out. */
function byType(branches: readonly unknown[], mending: Mending): readonly Node[] {
  const untagged = branches.filter((branch) => typesOf(branch, mending).length === 0);
  const known = [...mending.types].filter((type) =>
    branches.some((branch) => typesOf(branch, mending).includes(type)),
  );
  const isOf = (types: readonly string[]): Node => ({
    properties: { type: { enum: types } },
    required: ['type'],
  });
  const judged = known.map((type) => {
    const ours = branches.filter((branch) => typesOf(branch, mending).includes(type));
    return { anyOf: [{ not: isOf([type]) }, { oneOf: [...ours, ...untagged] }] };
  });
  const others = { anyOf: [isOf(known), { oneOf: untagged }] };
  return known.length === 0 ? [{ oneOf: untagged }] : [...judged, others];
}

function typesOf(branch: unknown, { root }: Mending): readonly string[] {
  if (!isNode(branch)) return [];
  const reference = branch['$ref'];
  if (typeof reference === 'string')
    return typesOf(resolved(reference, root), { root, types: new Set() });
  const properties = branch['properties'];
  const type = isNode(properties) ? properties['type'] : undefined;
  const isNeeded = Array.isArray(branch['required']) && branch['required'].includes('type');
  const values = isNode(type) && isNeeded ? type['enum'] : undefined;
  return Array.isArray(values) ? values.map(String) : [];
}

function resolved(reference: string, root: Node): unknown {
  let node: unknown = root;
  for (const segment of reference.slice(2).split('/'))
    node = isNode(node) ? node[segment] : undefined;
  return node;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
