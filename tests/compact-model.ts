// The service descriptions inside Amazon's older JavaScript client, with the names that stand on the wire.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServiceModel, Shape } from './service-model.ts';

interface CompactShape {
  readonly shape?: string;
  readonly type?: string;
  readonly locationName?: string;
  readonly queryName?: string;
  readonly members?: Readonly<Record<string, CompactShape>>;
  readonly member?: CompactShape;
  readonly required?: readonly string[];
}

interface CompactModel {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<
    Record<string, { readonly input?: CompactShape; readonly output?: CompactShape }>
  >;
  readonly shapes: Readonly<Record<string, CompactShape>>;
}

type Side = 'in' | 'out';
type Named = (side: Side, name: string, member: CompactShape) => string;

/** `file` as in `aws-sdk/apis/ec2-2016-11-15.min.json`; only what the operations need is there. */
export function compactModel(file: string, operations: readonly string[]): ServiceModel {
  const path = createRequire(import.meta.url).resolve(file);
  const compact = JSON.parse(readFileSync(path, 'utf8')) as CompactModel;
  const named = compact.metadata.protocol === 'ec2' ? ec2Name : (_: Side, name: string) => name;
  const shapes: Record<string, Shape> = {};
  const described = operations.map((name) => {
    const { input = {}, output = {} } = compact.operations[name] ?? {};
    return [
      name,
      {
        input: { shape: expand(compact, shapes, named, 'in', `${name} in`, whole(input)) },
        output: { shape: expand(compact, shapes, named, 'out', `${name} out`, whole(output)) },
      },
    ];
  });
  return { operations: Object.fromEntries(described), shapes };
}

function whole(shape: CompactShape): CompactShape {
  return { type: 'structure', members: {}, ...shape };
}

/** Answers have EC2's own names; requests the same with a large first letter. */
function ec2Name(side: Side, name: string, { queryName, locationName }: CompactShape): string {
  if (side === 'out') return locationName ?? name;
  const wire = queryName ?? locationName ?? name;
  return `${wire.charAt(0).toUpperCase()}${wire.slice(1)}`;
}

/** Gives the shape a name of its own, by the path on which it was met. */
function expand(
  compact: CompactModel,
  shapes: Record<string, Shape>,
  named: Named,
  side: Side,
  path: string,
  given: CompactShape,
): string {
  const name = given.shape === undefined ? path : `${given.shape} ${side}`;
  if (Object.hasOwn(shapes, name)) return name;
  const shape = given.shape === undefined ? given : (compact.shapes[given.shape] ?? {});
  shapes[name] = { type: 'string' };
  const inner = (at: string, each: CompactShape): { readonly shape: string } => ({
    shape: expand(compact, shapes, named, side, `${name}.${at}`, each),
  });
  const members = Object.entries(shape.members ?? {}).map(([at, each]) => [
    named(side, at, each),
    inner(at, each),
  ]);
  shapes[name] = {
    type: shape.type ?? 'string',
    ...(shape.members === undefined ? {} : { members: Object.fromEntries(members) }),
    ...(shape.member === undefined ? {} : { member: inner('member', shape.member) }),
    required: (shape.required ?? []).map((at) => named(side, at, shape.members?.[at] ?? {})),
  };
  return name;
}
