// What is wrong with a spec, in words: zod's issues with a path, a diagnostic code and a hint.
import type { z } from 'zod';
import type { Json } from '../../lib/json.ts';
import { nearestHint } from '../../lib/nearest.ts';
import type { DiagnosticCode } from '../diagnostic.ts';

export interface SpecProblem {
  readonly path: readonly (string | number)[];
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
}

interface LeafIssue {
  readonly code: 'custom';
  readonly message: string;
  readonly params: { readonly code: DiagnosticCode; readonly hint: string };
}

export function wrongLeaf(value: unknown, expected: string): LeafIssue {
  const isBare = typeof value === 'number' || typeof value === 'boolean';
  const hint = isBare && expected.startsWith('a text') ? 'Put it in quotes.' : `Write ${expected}.`;
  return value === undefined
    ? { code: 'custom', message: 'is missing', params: { code: 'missing-field', hint } }
    : {
        code: 'custom',
        message: `must be ${expected}, but is ${JSON.stringify(value)}`,
        params: { code: 'wrong-value', hint },
      };
}

export function refusedLeaf(value: unknown, hint: string): LeafIssue {
  const message =
    value === undefined ? 'is not set' : `has the value ${shorten(value)}, which is not supported`;
  return { code: 'custom', message, params: { code: 'unsupported-field', hint } };
}

export function showValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Where something is not supported, what is missing beside it is noise and left out. */
export function problemsOf(error: z.ZodError, spec: Json): readonly SpecProblem[] {
  const problems = error.issues.flatMap((issue) => problemsOfIssue(issue, spec));
  const refused = problems.filter(({ code }) => code === 'unsupported-field');
  return problems.filter(
    ({ code, path }) =>
      code !== 'missing-field' || !refused.some((other) => isBeside(other.path, path)),
  );
}

/** One sentence without place, for a message about the whole spec. */
export function sentenceOf(problem: SpecProblem): string {
  return `${problem.message} ${problem.hint}`.trim();
}

function problemsOfIssue(issue: z.core.$ZodIssue, spec: Json): readonly SpecProblem[] {
  const path = issue.path.map((segment) =>
    typeof segment === 'number' ? segment : String(segment),
  );
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], key, issue.message));
  const found = valueAt(spec, path);
  if (issue.code === 'invalid_union') return [wrongVariant(path, found, issue)];
  if (issue.code === 'invalid_type') {
    const expected = issue.expected === 'array' ? 'a list' : `a mapping`;
    return [leafProblem(path, wrongLeaf(found, expected))];
  }
  const { params } = issue as { readonly params?: LeafIssue['params'] };
  const fallback = { code: 'wrong-value', hint: 'Correct the value.' } as const;
  return [
    leafProblem(path, { code: 'custom', message: issue.message, params: params ?? fallback }),
  ];
}

function leafProblem(path: SpecProblem['path'], { message, params }: LeafIssue): SpecProblem {
  const { code, hint } = params;
  return { path, code, severity: 'error', message: `${nameOf(path)} ${message}.`, hint };
}

function unknownKey(path: SpecProblem['path'], key: string, known: string): SpecProblem {
  return {
    path,
    code: 'unknown-field',
    severity: 'warning',
    message: `Nothing reads the field ${nameOf(path)}, so it has no effect.`,
    hint: nearestHint(key, known.split(', ')),
  };
}

function wrongVariant(
  path: SpecProblem['path'],
  found: Json | undefined,
  issue: z.core.$ZodIssueInvalidUnion,
): SpecProblem {
  const { options } = issue as { readonly options?: readonly unknown[] };
  const names = (options ?? []).map(showValue);
  const problem = leafProblem(path, wrongLeaf(found, `one of ${names.join(', ')}`));
  return found === undefined ? problem : { ...problem, hint: nearestHint(showValue(found), names) };
}

function nameOf(path: SpecProblem['path']): string {
  return path.reduce<string>(
    (name, segment) => (typeof segment === 'number' ? `${name}[${segment}]` : `${name}.${segment}`),
    'spec',
  );
}

function isBeside(one: SpecProblem['path'], other: SpecProblem['path']): boolean {
  const parent = (path: SpecProblem['path']): string => JSON.stringify(path.slice(0, -1));
  return parent(one) === parent(other);
}

function valueAt(spec: Json, path: SpecProblem['path']): Json | undefined {
  let value: Json | undefined = spec;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, segment)
      ? (value as Readonly<Record<string | number, Json>>)[segment]
      : undefined;
  }
  return value;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
