// AWS's own description of a service: what an answer must look like, and requests made from it.
import type { Json, JsonObject } from '../src/lib/json.ts';

export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly error?: { readonly code: string };
}

interface Operation {
  readonly input: { readonly shape: string };
  readonly output: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

export interface ServiceModel {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** One field of a form-encoded request, with what the model says of it. */
export interface FormField {
  readonly path: string;
  readonly value: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** Codes of the errors that the operation may answer. */
export function errorCodes(model: ServiceModel, operation: string): readonly string[] {
  const errors = model.operations[operation]?.errors ?? [];
  return errors.map(({ shape }) => model.shapes[shape]?.error?.code ?? shape);
}

/** Every place where a parsed XML answer (all texts, lists as `member`) does not fit the shape. */
export function misfits(model: ServiceModel, name: string, value: unknown, path: string): string[] {
  const shape = model.shapes[name];
  if (shape === undefined) return [`${path}: no shape ${name}`];
  if (shape.type === 'structure') {
    const given = (value === '' ? {} : value) as Record<string, unknown>;
    const missing = (shape.required ?? []).filter((field) => given[field] === undefined);
    return [
      ...missing.map((field) => `${path}.${field} is missing`),
      ...Object.entries(given).flatMap(([field, each]) => {
        const member = shape.members?.[field];
        if (member === undefined) return [`${path}.${field} is unknown`];
        return misfits(model, member.shape, each, `${path}.${field}`);
      }),
    ];
  }
  if (shape.type === 'list') {
    if (value === '') return [];
    const { member, ...others } = value as { readonly member?: readonly unknown[] };
    if (member === undefined || Object.keys(others).length > 0) return [`${path} is no list`];
    return member.flatMap((each, index) =>
      misfits(model, shape.member?.shape ?? '', each, `${path}[${index}]`),
    );
  }
  const problem = typeof value === 'string' ? textProblem(shape, value) : 'is no text';
  return problem === undefined ? [] : [`${path} ${problem}: ${JSON.stringify(value)}`];
}

function textProblem(shape: Shape, value: string): string | undefined {
  if (shape.type === 'timestamp') {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? undefined : 'is no time';
  }
  if (shape.type === 'boolean') return /^(true|false)$/.test(value) ? undefined : 'is no boolean';
  if (shape.type === 'double') {
    return value.trim() !== '' && Number.isFinite(Number(value)) ? undefined : 'is no number';
  }
  const isNumber = shape.type === 'integer' || shape.type === 'long';
  if (isNumber && !/^-?\d+$/.test(value)) return 'is no whole number';
  const size = isNumber ? Number(value) : value.length;
  if (size < (shape.min ?? size) || size > (shape.max ?? size)) return 'is out of bounds';
  if (shape.enum !== undefined && !shape.enum.includes(value)) return 'is not in the enum';
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value)) {
    return 'does not match the pattern';
  }
  return undefined;
}

/** Requests drawn from the model; `hints` make the shapes that mean something in a world. */
export interface Draw {
  /** From 0 to below 1. */
  next(): number;
  readonly hints: Readonly<Record<string, () => Json>>;
  /** How often a field of a shape is sent that need not be, from 0 to 1; otherwise 0.3. */
  readonly chances: Readonly<Record<string, number>>;
}

export function drawnValue(model: ServiceModel, name: string, draw: Draw): Json {
  const shape = model.shapes[name] ?? { type: 'string' };
  const hint = draw.hints[name];
  if (hint !== undefined) return hint();
  if (shape.enum !== undefined) return pick(shape.enum, draw) ?? '';
  switch (shape.type) {
    case 'structure':
      return drawnStructure(model, shape, draw);
    case 'list':
      return Array.from({ length: 1 + Math.floor(draw.next() * 2) }, () =>
        drawnValue(model, shape.member?.shape ?? '', draw),
      );
    case 'boolean':
      return draw.next() < 0.5;
    case 'integer':
    case 'long': {
      const least = shape.min ?? 0;
      return least + Math.floor(draw.next() * ((shape.max ?? 100) - least + 1));
    }
    default:
      return `text${Math.floor(draw.next() * 1_000)}`;
  }
}

export function pick<Item>(items: readonly Item[], draw: Draw): Item | undefined {
  return items[Math.floor(draw.next() * items.length)];
}

function drawnStructure(model: ServiceModel, shape: Shape, draw: Draw): JsonObject {
  const members = Object.entries(shape.members ?? {}).filter(
    ([name, member]) =>
      model.shapes[member.shape]?.type !== 'map' &&
      (shape.required?.includes(name) === true ||
        draw.next() < (draw.chances[member.shape] ?? 0.3)),
  );
  return Object.fromEntries(
    members.map(([name, member]) => [name, drawnValue(model, member.shape, draw)]),
  );
}

/** The request as AWS's query protocol sends it. */
export function formFields(
  model: ServiceModel,
  name: string,
  value: Json,
  path = '',
  isRequired = false,
): FormField[] {
  const shape = model.shapes[name] ?? { type: 'string' };
  if (shape.type === 'structure') {
    return Object.entries(value as JsonObject).flatMap(([field, each]) => {
      const member = shape.members?.[field]?.shape ?? '';
      const needed = shape.required?.includes(field) ?? false;
      return formFields(
        model,
        member,
        each ?? '',
        path === '' ? field : `${path}.${field}`,
        needed,
      );
    });
  }
  if (shape.type === 'list') {
    return (value as readonly Json[]).flatMap((each, index) =>
      formFields(model, shape.member?.shape ?? '', each, `${path}.member.${index + 1}`),
    );
  }
  return [{ path, value: String(value), shape, isRequired }];
}

/** The same request with one rule of the model broken; undefined when none of its rules can be. */
export function broken(fields: readonly FormField[], draw: Draw): readonly FormField[] | undefined {
  const ways = fields.flatMap((field) => {
    const parent = field.path.slice(0, Math.max(0, field.path.lastIndexOf('.')));
    const siblings = fields.filter(({ path }) => path !== field.path && path.startsWith(parent));
    const without = fields.filter((each) => each !== field);
    const isDroppable = field.isRequired && (parent === '' || siblings.length > 0);
    const worse = badValues(field.shape).map((value) =>
      fields.map((each) => (each === field ? { ...field, value } : each)),
    );
    return isDroppable ? [without, ...worse] : worse;
  });
  return pick(ways, draw);
}

function badValues(shape: Shape): readonly string[] {
  const { min, max } = shape;
  if (shape.type === 'integer' || shape.type === 'long') {
    const below = min === undefined ? [] : [String(min - 1)];
    const above = max === undefined ? [] : [String(max + 1)];
    return [...below, ...above, 'many', '1.5'];
  }
  if (shape.type === 'boolean') return [];
  if (shape.type === 'timestamp') return ['yesterday'];
  if (shape.enum !== undefined) return ['no-such-value'];
  const long = max === undefined ? [] : ['x'.repeat(max + 1)];
  const empty = (min ?? 0) > 0 ? [''] : [];
  return [...long, ...empty, ...strangers(shape.pattern)];
}

function strangers(pattern: string | undefined): readonly string[] {
  if (pattern === undefined) return [];
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  return ['!?*', ':'].filter((text) => !whole.test(text)).slice(0, 1);
}
