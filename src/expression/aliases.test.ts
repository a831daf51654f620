// Which names stand for the same thing.
import { expect, test } from 'vitest';
import type { Json } from '../lib/json.ts';
import { underAnyName } from './aliases.ts';
import { renderText } from './render.ts';
import type { Scope } from './scope.ts';

const knowing = (values: Readonly<Record<string, Json>>): Scope => ({
  name: (path) =>
    underAnyName(path, (names) => {
      const value = values[names.join('.')];
      return value === undefined ? { status: 'missing' } : { status: 'found', value };
    }),
  call: () => ({ status: 'missing' }),
});

test.each([
  ['artifact.version', 'artifacts.primary.version'],
  ['artifacts.primary.version', 'artifact.version'],
  ['infra.name', 'stage.spec.infrastructure.output.name'],
  ['stage.spec.infrastructure.output.name', 'infra.name'],
  ['INFRA_KEY', 'infra.infrastructureKey'],
  ['serviceConfig.x', 'stage.spec.serviceConfig.x'],
  ['serviceDefinition.type', 'stage.spec.serviceConfig.serviceDefinition.type'],
  ['matrix.weight', 'strategy.matrix.weight'],
  ['strategy.matrix.weight', 'matrix.weight'],
  ['stage.matrix.weight', 'matrix.weight'],
  ['repeat.item', 'strategy.repeat.item'],
])('%s is found under %s', (asked, known) => {
  expect(renderText(`<+${asked}>`, knowing({ [known]: 'x' }))).toEqual({
    status: 'value',
    value: 'x',
  });
});

test('a name as it is written comes first', () => {
  const scope = knowing({ 'matrix.a': 'written', 'strategy.matrix.a': 'other' });
  expect(renderText('<+matrix.a>', scope)).toMatchObject({ value: 'written' });
});

test.each<[string, string, Json, Json]>([
  ['OnStageSuccess', 'stage.currentStatus', 'SUCCEEDED', true],
  ['OnStageSuccess', 'stage.currentStatus', 'IGNORE_FAILED', true],
  ['OnStageSuccess', 'stage.currentStatus', 'FAILED', false],
  ['OnStageFailure', 'stage.currentStatus', 'APPROVAL_REJECTED', true],
  ['OnPipelineSuccess', 'pipeline.currentStatus', 'FAILED', false],
  ['OnPipelineFailure', 'pipeline.currentStatus', 'EXPIRED', true],
  ['OnRollbackModeExecution', 'pipeline.executionMode', 'NORMAL', false],
  ['OnRollbackModeExecution', 'pipeline.executionMode', 'PIPELINE_ROLLBACK', true],
  ['Always', 'x', '', true],
])('%s with %s %s is %s', (alias, name, value, expected) => {
  const rendered = renderText(`<+${alias}>`, knowing({ [name]: value }));
  expect(rendered).toEqual({ status: 'value', value: expected });
});
