// Other names for the same things: where a scope does not know one, it may know another.
import type { Lookup } from './scope.ts';

/** Asks for the path as it is written, else under its other names. */
export function underAnyName(
  path: readonly string[],
  lookUp: (path: readonly string[]) => Lookup,
): Lookup {
  const condition = CONDITIONS.get(path.join('.'));
  if (condition !== undefined) return { status: 'found', value: condition };
  const direct = lookUp(path);
  if (direct.status !== 'missing') return direct;
  for (const other of otherNames(path)) {
    const found = lookUp(other);
    if (found.status !== 'missing') return found;
  }
  return direct;
}

function otherNames(path: readonly string[]): readonly (readonly string[])[] {
  return ALIASES.flatMap(([short, long]) => {
    if (startsWith(path, short)) return [[...long, ...path.slice(short.length)]];
    return startsWith(path, long) ? [[...short, ...path.slice(long.length)]] : [];
  });
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((segment, index) => path[index] === segment);
}

/** Harness's static aliases, each of which holds in both directions here. */
const ALIASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  ['artifact', 'artifacts.primary'],
  ['infra', 'stage.spec.infrastructure.output'],
  ['INFRA_KEY', 'infra.infrastructureKey'],
  ['INFRA_KEY_SHORT_ID', 'infra.infrastructureKeyShortId'],
  ['serviceDefinition', 'stage.spec.serviceConfig.serviceDefinition'],
  ['serviceConfig', 'stage.spec.serviceConfig'],
  ['service', 'stage.spec.service'],
  ['env', 'stage.spec.environment'],
  ['matrix', 'strategy.matrix'],
  ['matrix', 'stage.matrix'],
  ['matrix', 'step.matrix'],
  ['repeat', 'strategy.repeat'],
  ['repeat', 'stage.repeat'],
  ['stepGroup', 'step.stepGroup'],
].map(([short = '', long = '']) => [short.split('.'), long.split('.')]);

const isAny = (name: string, ...values: readonly string[]): string =>
  `<+${values.map((value) => `${name} == "${value}"`).join(' || ')}>`;

const GOOD = ['SUCCEEDED', 'IGNORE_FAILED'];
const BROKEN = ['FAILED', 'ERRORED', 'EXPIRED', 'APPROVAL_REJECTED'];

/** Names that are whole conditions. */
const CONDITIONS: ReadonlyMap<string, string | boolean> = new Map<string, string | boolean>([
  ['Always', true],
  ['OnStageSuccess', isAny('stage.currentStatus', ...GOOD)],
  ['OnStageFailure', isAny('stage.currentStatus', ...BROKEN)],
  ['OnPipelineSuccess', isAny('pipeline.currentStatus', ...GOOD)],
  ['OnPipelineFailure', isAny('pipeline.currentStatus', ...BROKEN)],
  [
    'OnRollbackModeExecution',
    isAny('pipeline.executionMode', 'POST_EXECUTION_ROLLBACK', 'PIPELINE_ROLLBACK'),
  ],
]);
