// Pipelines of our own grammar, drawn from a seed: whatever `penstock schema` allows, made sensible where a schema cannot say it.

import type { Json, JsonObject } from '../../src/lib/json.ts';
import { FAILURE_TYPES } from '../../src/pipeline/failure-types.ts';
import { languageSchema } from '../../src/pipeline/language-schema.ts';
import { pick } from '../fuzz/damage.ts';
import { type Random, randomFrom } from '../simulation/random.ts';
import { type Growth, grow } from './grow.ts';

const root = languageSchema();

/** What the grown parts refer to. */
const VARIABLES: readonly JsonObject[] = [
  { name: 'text', type: 'String', value: 'abc' },
  { name: 'number', type: 'Number', value: 1 },
  { name: 'flag', type: 'String', value: 'true' },
  { name: 'names', type: 'String', value: 'a,b' },
  { name: 'time', type: 'String', value: '10m' },
];
const BARRIERS: readonly JsonObject[] = [{ identifier: 'together', name: 'Together' }];
const TEXTS = [
  'abc',
  'a b',
  'x: y',
  '100',
  'true',
  '',
  'ümlaut',
  '<+pipeline.name>',
  'a <+pipeline.variables.text>',
];
const DURATIONS = ['10s', '100s', '5m', '2h', '1d', '1w', '1d 2h', '1h30m'];
const CONDITIONS = ['true', '<+pipeline.variables.text> == "abc"', '<+pipeline.variables.flag>'];

/** The same seed gives the same pipeline. */
export function growPipeline(seed: number): JsonObject {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1));
  const growth = growthOf(random);
  const pipeline = grow({ $ref: '#/definitions/Pipeline' }, growth) as JsonObject;
  const variables = [...VARIABLES, ...((pipeline['variables'] ?? []) as readonly Json[])];
  return { pipeline: { ...pipeline, variables, flowControl: { barriers: [...BARRIERS] } } };
}

interface Around {
  count: number;
  /** The last type that was drawn. */
  type: string;
  stageType: string;
}

function growthOf(random: Random): Growth {
  const around: Around = { count: 0, type: '', stageType: '' };
  const growth: Growth = {
    root,
    random,
    odds: (depth) => Math.max(0.05, 0.4 - depth * 0.05),
    field: (name, schema) => fieldOf(name, schema, around, growth),
    isNeeded: (name) => name === 'to',
    text: (pattern, like) => textOf(pattern, like, around, random),
  };
  return growth;
}

function fieldOf(
  name: string,
  schema: JsonObject,
  around: Around,
  { random }: Growth,
): Json | undefined {
  switch (name) {
    case 'default':
      if (around.type === 'Number') return 4;
      return Array.isArray(schema['type']) ? pick(random, TEXTS) : undefined;
    case 'value':
      if (around.type === 'Number') return pick(random, ['1', '2.5']);
      return Array.isArray(schema['type'])
        ? pick(random, around.type === 'Number' ? [1, 2.5, '3'] : TEXTS)
        : undefined;
    case 'rollbackSteps':
      return rollbackSteps(around, random);
    case 'type':
      return typeOf(schema, around, random);
    case 'failureStrategies':
      return failureStrategies(random);
    case 'condition':
      return pick(random, CONDITIONS);
    case 'expression':
    case 'assertion':
      return pick(random, CONDITIONS);
    case 'exclude':
      return [{ axis: 'nothing of it' }];
    case 'start':
      return 0;
    case 'end':
    case 'partitionSize':
    case 'times':
    case 'parallelism':
      return random.between(1, 3);
    case 'to':
      return 'ops@example.com';
    case 'when':
      return schema['type'] === 'string' ? pick(random, CONDITIONS) : undefined;
    case 'barrierRef':
      return 'together';
    case 'conditions':
      return [{ key: 'state', operator: 'equals', value: 'done' }];
    default:
      return undefined;
  }
}

/** Which steps a stage may hold depends on the stage. */
function typeOf(schema: JsonObject, around: Around, random: Random): Json | undefined {
  const values = schema['enum'];
  if (!Array.isArray(values)) return undefined;
  const types = values.map(String);
  around.type = pick(random, types);
  if (types.includes('Number')) return around.type;
  if (types.includes('Deployment')) {
    around.stageType = pick(random, types);
    return around.stageType;
  }
  if (!types.includes('ShellScript')) return undefined;
  const plain = types.filter((type) => !/Elastigroup|StandAlone/.test(type));
  return pick(
    random,
    around.stageType === 'Deployment'
      ? types.filter((type) => type !== 'ElastigroupBGStageSetup')
      : plain,
  );
}

/** Steps that go back are few and plain. */
function rollbackSteps(around: Around, random: Random): readonly Json[] {
  if (around.stageType !== 'Deployment') return [];
  const types = ['ElastigroupRollback', 'StandAloneTrafficShiftRollback'];
  return types
    .filter(() => random.chance(0.7))
    .map((type) => {
      around.count += 1;
      return { step: { identifier: `id_${around.count}`, name: type, type, spec: {} } };
    });
}

const ACTIONS: readonly JsonObject[] = [
  { type: 'Ignore' },
  { type: 'MarkAsSuccess' },
  { type: 'MarkAsFailure' },
  { type: 'Abort' },
  { type: 'PipelineRollback' },
  retry('Ignore'),
  intervention('MarkAsFailure'),
];

function retry(after: string): JsonObject {
  const onRetryFailure = { action: { type: after } };
  return { type: 'Retry', spec: { retryCount: 2, retryIntervals: ['10s', '1m'], onRetryFailure } };
}

function intervention(after: string): JsonObject {
  const onTimeout = { action: { type: after } };
  return { type: 'ManualIntervention', spec: { timeout: '1h', onTimeout } };
}

/** `AllErrors` stands alone, and an error has one action on a level. */
function failureStrategies(random: Random): readonly Json[] {
  const strategy = (errors: readonly string[]): JsonObject => ({
    onFailure: { errors: [...errors], action: pick(random, ACTIONS) },
  });
  const count = random.between(0, 2);
  const errors = FAILURE_TYPES.filter((type) => type !== 'InputTimeoutError');
  const named = Array.from({ length: count }, (_, index) =>
    strategy(errors.slice(index * 3, index * 3 + random.between(1, 3))),
  );
  return [...named, strategy(['AllErrors'])];
}

function textOf(
  pattern: string,
  like: JsonObject | undefined,
  around: Around,
  random: Random,
): string {
  around.count += 1;
  if (pattern.startsWith('^[a-zA-Z_][0-9a-zA-Z_')) return `id_${around.count}`;
  if (pattern.startsWith('^[a-zA-Z_0-9')) return `Name ${around.count}`;
  if (pattern.includes('smhdw')) return pick(random, DURATIONS);
  if (pattern === '^<\\+input>') return '<+input>';
  if (pattern === '<\\+') return expressionLike(like, random);
  const texts = pattern === '\\S' ? TEXTS.filter((text) => text !== '') : TEXTS;
  return pick(random, texts);
}

function expressionLike(like: JsonObject | undefined, random: Random): string {
  const type = like?.['type'];
  if (type === 'integer') return '<+pipeline.variables.number>';
  if (type === 'array') return '<+pipeline.variables.names.split(",")>';
  if (like?.['enum'] !== undefined) return '<+pipeline.variables.flag>';
  if (like?.['$ref'] !== undefined || String(like?.['pattern']).includes('smhdw')) {
    return '<+pipeline.variables.time>';
  }
  return pick(random, ['<+pipeline.variables.text>', '<+pipeline.name>-<+pipeline.identifier>']);
}
