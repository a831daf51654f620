// Every field that Harness's published schema has is supported, refused with advice or read without effect: none is overlooked.
import { expect, test } from 'vitest';
import { SHAPES } from '../../src/pipeline/language-schema.ts';
import { FAILURE_ACTION_SPECS } from '../../src/pipeline/shapes/failure-strategy.ts';
import type { Shape } from '../../src/pipeline/shapes/shape.ts';
import { stepSpecSchemas } from '../../src/pipeline/step-types/step-types.ts';
import {
  type Fields,
  fieldsOf,
  type Node,
  type OfficialFields,
  officialFields,
} from './official-fields.ts';
import { officialSchemaFile } from './official-schema.ts';

/** Where Harness's schema says what a construct of ours is called there. */
const DEFINITIONS: Readonly<Record<string, readonly string[]>> = {
  Pipeline: ['pipeline'],
  FlowControl: ['flowControl'],
  Barrier: ['barrierConfig'],
  NotificationRule: ['NotificationRules'],
  NotificationMethod: ['NotificationChannelWrapper'],
  PipelineEvent: ['PipelineEvent'],
  Stage: [
    'stages/cd/DeploymentStageNode',
    'stages/custom/CustomStageNode',
    'stages/approval/ApprovalStageNode',
  ],
  PlainStageSpec: ['stages/custom/CustomStageConfig', 'stages/approval/ApprovalStageConfig'],
  DeploymentSpec: ['stages/cd/DeploymentStageConfig'],
  ServiceReference: ['stages/cd/ServiceYamlV2'],
  EnvironmentReference: ['stages/cd/EnvironmentYamlV2'],
  InfrastructureReference: ['stages/cd/InfraStructureDefinitionYaml'],
  UseFromStage: ['stages/cd/ServiceUseFromStageV2'],
  Execution: [
    'stages/cd/ExecutionElementConfig',
    'stages/custom/ExecutionElementConfig',
    'stages/approval/ExecutionElementConfig',
  ],
  StepGroup: [
    'stages/cd/StepGroupElementConfig',
    'stages/custom/StepGroupElementConfig',
    'stages/approval/StepGroupElementConfig',
  ],
  Strategy: ['common/StrategyConfig'],
  Repeat: ['common/HarnessForConfig'],
  Variable: ['common/StringNGVariable', 'common/NumberNGVariable', 'common/SecretNGVariable'],
  TemplateLink: ['steps/custom/TemplateLinkConfig'],
  StageWhen: ['steps/custom/StageWhenCondition'],
  StepWhen: ['common/StepWhenCondition'],
  FailureStrategy: ['common/FailureStrategyConfig'],
  OnFailure: ['common/OnFailureConfig'],
};

const STEPS: Readonly<Record<string, string>> = {
  ElastigroupBGStageSetup: 'steps/cd/ElastigroupBGStageSetupStep',
  ElastigroupBlueGreenTrafficShift: 'steps/cd/ElastigroupBlueGreenTrafficShiftStep',
  ElastigroupRollback: 'steps/cd/ElastigroupRollbackStep',
  StandAloneTrafficShiftRollback: 'steps/cd/StandAloneTrafficShiftRollbackStep',
  ShellScript: 'steps/custom/ShellScriptStep',
  HarnessApproval: 'steps/custom/HarnessApprovalStep',
  CustomApproval: 'steps/custom/CustomApprovalStep',
  Wait: 'steps/custom/WaitStep',
  Http: 'steps/custom/HttpStep',
  Email: 'steps/custom/EmailStep',
  Barrier: 'steps/custom/BarrierStep',
  Queue: 'steps/custom/QueueStep',
};

const ACTIONS: Readonly<Record<string, string>> = {
  Ignore: 'common/IgnoreFailureActionConfig',
  Retry: 'common/RetryFailureActionConfig',
  MarkAsSuccess: 'common/MarkAsSuccessFailureActionConfig',
  MarkAsFailure: 'common/MarkAsFailureActionConfig',
  Abort: 'common/AbortFailureActionConfig',
  StageRollback: 'common/StageRollbackFailureActionConfig',
  StepGroupRollback: 'common/StepGroupRollbackFailureActionConfig',
  PipelineRollback: 'common/PipelineRollbackFailureActionConfig',
  ManualIntervention: 'common/ManualInterventionFailureActionConfig',
  ProceedWithDefaultValues: 'common/ProceedWithDefaultValuesFailureActionConfig',
  RetryStepGroup: 'common/RetryStepGroupFailureActionConfig',
};

const official = officialSchemaFile === undefined ? undefined : officialFields(officialSchemaFile);

test.skipIf(official === undefined).each(Object.entries(DEFINITIONS))(
  'every field of %s has its place (needs third-party data)',
  (name, paths) => {
    expect(overlooked(names(official?.at(paths)), SHAPES[name])).toEqual([]);
  },
);

test.skipIf(official === undefined).each(Object.entries(STEPS))(
  'every field of the step %s has its place (needs third-party data)',
  (type, path) => {
    const node = names(official?.at([`${path}Node`]));
    expect(overlooked(node, SHAPES['Step'])).toEqual([]);
    const schema = stepSpecSchemas()[type] ?? {};
    const wanted = official?.at([`${path}Info`]) ?? new Map();
    expect(official && missing(wanted, fieldsOf([schema]), official)).toEqual([]);
  },
);

test.skipIf(official === undefined).each(Object.entries(ACTIONS))(
  'every field of the failure action %s has its place (needs third-party data)',
  (type, path) => {
    const spec = official?.at([path]).get('spec') ?? [];
    const wanted = names(official?.within(spec));
    expect(overlooked(wanted, FAILURE_ACTION_SPECS[type])).toEqual([]);
  },
);

test('every construct, step and failure action of ours is compared', () => {
  const compared = [...Object.keys(DEFINITIONS), 'Step', 'Matrix', 'NextAction'];
  expect(Object.keys(SHAPES).filter((name) => !compared.includes(name))).toEqual([]);
  expect(Object.keys(stepSpecSchemas()).sort()).toEqual(Object.keys(STEPS).sort());
  expect(Object.keys(FAILURE_ACTION_SPECS).sort()).toEqual(Object.keys(ACTIONS).sort());
});

function names(fields: Fields | undefined): readonly string[] {
  return [...(fields?.keys() ?? [])];
}

function overlooked(wanted: readonly string[], shape: Shape | undefined): readonly string[] {
  const { fields = {}, refused = {}, ignored = {} } = shape ?? {};
  return wanted.filter((name) => !(name in fields || name in refused || name in ignored));
}

/** Paths below which nothing of ours answers; what ours takes as a whole is not looked into. */
function missing(
  wanted: Fields,
  ours: Fields,
  schema: OfficialFields,
  above = '',
): readonly string[] {
  if (ours.size === 0 && above !== '') return [];
  return [...wanted].flatMap(([name, nodes]: [string, readonly Node[]]) => {
    const known = ours.get(name);
    const path = `${above}${name}`;
    if (known === undefined) return isOfTheBase(path) ? [] : [path];
    return missing(schema.within(nodes), fieldsOf(known), schema, `${path}.`);
  });
}

/** The base of several specs repeats the type that stands beside `spec`. */
function isOfTheBase(path: string): boolean {
  return path.endsWith('.spec.type');
}
