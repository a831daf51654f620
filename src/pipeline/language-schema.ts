// The JSON Schema of pipelines, made from the shapes that the readers go by.
import type { JsonObject } from '../lib/json.ts';
import { DURATION, ref, type Schema, without } from './schema-words.ts';
import {
  DEPLOYMENT_SPEC,
  ENVIRONMENT_REFERENCE,
  INFRASTRUCTURE_REFERENCE,
  SERVICE_REFERENCE,
  USE_FROM_STAGE,
} from './shapes/deployment.ts';
import { EXECUTION, STEP, STEP_GROUP } from './shapes/execution.ts';
import {
  FAILURE_ACTION,
  FAILURE_ACTION_SPECS,
  FAILURE_STRATEGY,
  NEXT_ACTION,
  ON_FAILURE,
} from './shapes/failure-strategy.ts';
import {
  NOTIFICATION_METHOD,
  NOTIFICATION_RULE,
  PIPELINE_EVENT,
} from './shapes/notification-rule.ts';
import { BARRIER, FLOW_CONTROL, PIPELINE } from './shapes/pipeline.ts';
import type { Shape } from './shapes/shape.ts';
import { PLAIN_STAGE_SPEC, STAGE } from './shapes/stage.ts';
import { MATRIX, REPEAT, STRATEGY } from './shapes/strategy.ts';
import { TEMPLATE_LINK } from './shapes/template.ts';
import { VARIABLE } from './shapes/variable.ts';
import { STAGE_WHEN, STEP_WHEN } from './shapes/when.ts';
import { stepSpecSchemas } from './step-types/step-types.ts';
import { BESIDE_TEMPLATE } from './templates/beside-template.ts';

/** Every construct by its name. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  Pipeline: PIPELINE,
  FlowControl: FLOW_CONTROL,
  Barrier: BARRIER,
  NotificationRule: NOTIFICATION_RULE,
  NotificationMethod: NOTIFICATION_METHOD,
  PipelineEvent: PIPELINE_EVENT,
  Stage: STAGE,
  PlainStageSpec: PLAIN_STAGE_SPEC,
  DeploymentSpec: DEPLOYMENT_SPEC,
  ServiceReference: SERVICE_REFERENCE,
  EnvironmentReference: ENVIRONMENT_REFERENCE,
  InfrastructureReference: INFRASTRUCTURE_REFERENCE,
  UseFromStage: USE_FROM_STAGE,
  Execution: EXECUTION,
  Step: STEP,
  StepGroup: STEP_GROUP,
  Strategy: STRATEGY,
  Matrix: MATRIX,
  Repeat: REPEAT,
  Variable: VARIABLE,
  StageWhen: STAGE_WHEN,
  StepWhen: STEP_WHEN,
  FailureStrategy: FAILURE_STRATEGY,
  OnFailure: ON_FAILURE,
  NextAction: NEXT_ACTION,
  TemplateLink: TEMPLATE_LINK,
};

/** A draft-07 schema, as editors read it; keys that nothing reads are not in it. */
export function languageSchema(): JsonObject {
  const shapes = Object.entries(SHAPES).map(([name, shape]) => [name, schemaOf(shape)]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A pipeline that Penstock runs',
    type: 'object',
    properties: { pipeline: ref('Pipeline') },
    required: ['pipeline'],
    additionalProperties: false,
    definitions: {
      ...Object.fromEntries(shapes),
      Duration: DURATION,
      StageElement: elementOf({ stage: ref('Stage'), parallel: listOfStages }),
      StepElement: elementOf({
        step: ref('Step'),
        stepGroup: ref('StepGroup'),
        parallel: listOfSteps,
      }),
      Pipeline: orTemplate(schemaOf(PIPELINE), BESIDE_TEMPLATE.Pipeline),
      Stage: orTemplate(
        withSpec(schemaOf(STAGE), {
          Deployment: { spec: ref('DeploymentSpec'), also: ['failureStrategies'] },
          Custom: { spec: ref('PlainStageSpec') },
          Approval: { spec: ref('PlainStageSpec') },
        }),
        BESIDE_TEMPLATE.Stage,
      ),
      StepGroup: orTemplate(schemaOf(STEP_GROUP), BESIDE_TEMPLATE.StepGroup),
      Step: orTemplate(withSpec(schemaOf(STEP), stepSpecs()), BESIDE_TEMPLATE.Step),
      FailureAction: withSpec(schemaOf(FAILURE_ACTION), actionSpecs()),
    },
  };
}

const listOfStages: Schema = { type: 'array', items: ref('StageElement') };
const listOfSteps: Schema = { type: 'array', items: ref('StepElement') };

function schemaOf({
  fields,
  required = [],
  refused = {},
  ignored = {},
  oneOf,
  others,
}: Shape): Schema {
  const refusals = Object.entries(refused).map(([key, advice]) => [key, without(advice)]);
  const notes = Object.entries(ignored).map(([key, why]) => [
    key,
    { description: `Without effect: ${why}.` },
  ]);
  return {
    type: 'object',
    properties: { ...fields, ...Object.fromEntries(refusals), ...Object.fromEntries(notes) },
    ...(required.length > 0 && { required: [...required] }),
    ...(oneOf !== undefined && { oneOf: oneOf.map((keys) => ({ required: [keys].flat() })) }),
    additionalProperties: others ?? false,
  };
}

/** A mapping with exactly one of these keys. */
function elementOf(kinds: Readonly<Record<string, Schema>>): Schema {
  return {
    type: 'object',
    properties: kinds,
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
}

interface SpecOfType {
  readonly spec: Schema;
  /** Further fields that must be there with this type. */
  readonly also?: readonly string[];
}

/** Which `spec` belongs to which `type`. */
function withSpec(base: Schema, specs: Readonly<Record<string, SpecOfType>>): Schema {
  const properties = base['properties'] as JsonObject;
  const allOf = Object.entries(specs).map(([type, { spec, also = [] }]) => ({
    if: { properties: { type: { const: type } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema has this keyword.
    then: {
      properties: { spec },
      ...((spec['required'] !== undefined || also.length > 0) && {
        required: [...(spec['required'] === undefined ? [] : ['spec']), ...also],
      }),
    },
  }));
  return {
    ...base,
    properties: { ...properties, type: { enum: Object.keys(specs) } },
    allOf,
  };
}

/** What a template says of itself need not, and may not, stand beside it. */
function orTemplate(written: Schema, beside: readonly string[]): Schema {
  const { required = [], ...rest } = written;
  const others = Object.keys(written['properties'] as JsonObject).filter(
    (key) => key !== 'template' && !beside.includes(key),
  );
  return {
    ...rest,
    if: { required: ['template'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema has this keyword.
    then: {
      required: ['identifier', 'name'],
      properties: Object.fromEntries(others.map((key) => [key, without('A template says it.')])),
    },
    else: { required },
  };
}

function stepSpecs(): Readonly<Record<string, SpecOfType>> {
  return mapped(stepSpecSchemas(), (spec) => ({ spec }));
}

function actionSpecs(): Readonly<Record<string, SpecOfType>> {
  return mapped(FAILURE_ACTION_SPECS, (shape) => ({ spec: schemaOf(shape) }));
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
