// Every resolved value of a plan in words: what was written where, what it became, and where that came from.
import { textOf } from '../../expression/text-of.ts';
import type { Json } from '../../lib/json.ts';
import type { BoundBy, Origin, Resolved, ResolvedValue } from '../../plan/resolved-values.ts';

export interface PlannedValue {
  /** Of the node of the plan. */
  readonly path: string;
  /** The field's place below the node, or else its whole name. */
  readonly field: string;
  readonly written: string;
  /** What is known only during the run stays an expression; a secret is its reference. */
  readonly value: Json;
  readonly source: string;
  /** Of the written text, as `file:line:column`. */
  readonly place: string | null;
  /** Whether it comes from elsewhere than the pipeline's own texts: bound, by default, from an entity or a cloud. */
  readonly isFromElsewhere: boolean;
}

export interface ResolvedPlan {
  readonly resolved: Resolved;
  /** By the ARN of a listener rule that an expression asked for. */
  readonly rulesReadAt: ReadonlyMap<string, number>;
}

/** Longer texts, such as those of scripts, are cut. */
const TEXT_MAX = 2_000;

/** In the order of the plan. */
export function valuesOf({ resolved, rulesReadAt }: ResolvedPlan): readonly PlannedValue[] {
  return resolved.values.map((each) => ({
    path: each.path,
    field: each.field,
    written: shortened(each.written),
    value: shortValue(each.value),
    source: sourceOf(each, rulesReadAt),
    place: placeText(each.position) ?? null,
    isFromElsewhere: each.origins.some(isFromElsewhere),
  }));
}

function sourceOf(value: ResolvedValue, rulesReadAt: ReadonlyMap<string, number>): string {
  const texts = value.origins.flatMap((origin) => originText(origin, value, rulesReadAt));
  return texts.length === 0 ? 'expression' : [...new Set(texts)].join(' ← ');
}

function originText(
  origin: Origin,
  value: ResolvedValue,
  rulesReadAt: ReadonlyMap<string, number>,
): readonly string[] {
  switch (origin.kind) {
    case 'name':
      return [origin.name];
    case 'file':
      return [`file ${origin.name}`];
    case 'secret':
      return [
        `secret ${origin.identifier}${origin.isAddress ? ', which holds an address' : ', read when its step runs'}`,
      ];
    case 'rule':
      return [`load balancer${timeText(rulesReadAt.get(origin.ruleArn))}`];
    case 'later':
      // A secret has said so itself.
      return origin.need.startsWith('secrets.') ? [] : [`${origin.need}, known during the run`];
    case 'written':
      return [writtenText(origin, value)];
  }
}

function writtenText(
  { path, bound, isDefault, position }: Extract<Origin, { kind: 'written' }>,
  value: ResolvedValue,
): string {
  const by = bound === undefined ? undefined : boundText(bound);
  const how = by ?? (isDefault ? 'default of its <+input>' : placeText(position));
  const isOwn = path === value.field || path.endsWith(`.${value.field}`);
  if (isOwn && how !== undefined) return how;
  const name = nameOf(path);
  return how === undefined ? name : `${name} (${how})`;
}

function boundText({ by, inputSet }: BoundBy): string {
  return inputSet === undefined ? `--${by}` : `input set ${inputSet}`;
}

/** A variable goes by its level and name, everything else by its whole path. */
function nameOf(path: string): string {
  const [, owner = '', name = ''] = /^(.*)\.variables\.([^.]+)$/.exec(path) ?? [];
  if (name === '') return path;
  const [root = '', entity = ''] = owner.split('.');
  if (root !== 'pipeline') return `variable ${name} of the ${root.replace(/s$/, '')} ${entity}`;
  if (owner === 'pipeline') return `pipeline variable ${name}`;
  return `${owner.includes('.execution.') ? 'step group' : 'stage'} variable ${name}`;
}

function isFromElsewhere(origin: Origin): boolean {
  if (origin.kind === 'rule' || origin.kind === 'file' || origin.kind === 'secret') return true;
  if (origin.kind !== 'written') return false;
  const { bound, isDefault, path } = origin;
  return bound !== undefined || isDefault || !path.startsWith('pipeline.');
}

/** By the world's clock. */
function timeText(at: number | undefined): string {
  return at === undefined ? '' : `, read at ${new Date(at).toISOString().slice(11, 16)} UTC`;
}

function placeText(position: ResolvedValue['position']): string | undefined {
  return position && `${position.file}:${position.line}:${position.column}`;
}

function shortValue(value: Json): Json {
  if (typeof value === 'string') return shortened(value);
  const text = textOf(value);
  return text.length > TEXT_MAX ? shortened(text) : value;
}

function shortened(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text;
}
