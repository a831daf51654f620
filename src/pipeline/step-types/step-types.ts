// Every supported step type, and the checks of a spec by its type's name.
import type { JsonObject } from '../../lib/json.ts';
import { type BarrierSpec, barrier } from './barrier.ts';
import { type CustomApprovalSpec, customApproval } from './custom-approval.ts';
import type { ParsedSpec, StepType } from './define-step-type.ts';
import {
  type ElastigroupBgStageSetupSpec,
  elastigroupBgStageSetup,
} from './elastigroup-bg-stage-setup.ts';
import {
  type ElastigroupBlueGreenTrafficShiftSpec,
  elastigroupBlueGreenTrafficShift,
} from './elastigroup-blue-green-traffic-shift.ts';
import { type ElastigroupRollbackSpec, elastigroupRollback } from './elastigroup-rollback.ts';
import { type EmailSpec, email } from './email.ts';
import { type HarnessApprovalSpec, harnessApproval } from './harness-approval.ts';
import { type HttpSpec, http } from './http.ts';
import { type SpecProblem, sentenceOf } from './problem.ts';
import { type QueueSpec, queue } from './queue.ts';
import { type ShellScriptSpec, shellScript } from './shell-script.ts';
import {
  type StandAloneTrafficShiftRollbackSpec,
  standAloneTrafficShiftRollback,
} from './stand-alone-traffic-shift-rollback.ts';
import { type WaitSpec, wait } from './wait.ts';

/** The spec of each step type once every expression is filled in. */
export interface StepSpecs {
  readonly ElastigroupBGStageSetup: ElastigroupBgStageSetupSpec;
  readonly ElastigroupBlueGreenTrafficShift: ElastigroupBlueGreenTrafficShiftSpec;
  readonly ElastigroupRollback: ElastigroupRollbackSpec;
  readonly StandAloneTrafficShiftRollback: StandAloneTrafficShiftRollbackSpec;
  readonly ShellScript: ShellScriptSpec;
  readonly HarnessApproval: HarnessApprovalSpec;
  readonly CustomApproval: CustomApprovalSpec;
  readonly Wait: WaitSpec;
  readonly Http: HttpSpec;
  readonly Email: EmailSpec;
  readonly Barrier: BarrierSpec;
  readonly Queue: QueueSpec;
}

export type StepTypeName = keyof StepSpecs;

/** `message` names the field and what was expected of it. */
export type RenderedSpec<Spec> =
  | { readonly status: 'ok'; readonly spec: Spec }
  | { readonly status: 'invalid'; readonly message: string };

const stepTypes: { readonly [Name in StepTypeName]: StepType<StepSpecs[Name]> } = {
  ElastigroupBGStageSetup: elastigroupBgStageSetup,
  ElastigroupBlueGreenTrafficShift: elastigroupBlueGreenTrafficShift,
  ElastigroupRollback: elastigroupRollback,
  StandAloneTrafficShiftRollback: standAloneTrafficShiftRollback,
  ShellScript: shellScript,
  HarnessApproval: harnessApproval,
  CustomApproval: customApproval,
  Wait: wait,
  Http: http,
  Email: email,
  Barrier: barrier,
  Queue: queue,
};

export const stepTypeNames: readonly string[] = Object.keys(stepTypes);

export const deploymentStepTypeNames: readonly string[] = Object.values(stepTypes)
  .filter(({ deploys }) => deploys)
  .map(({ type }) => type);

/** The time of a step that writes none, where its type has one of its own. */
export function defaultTimeoutOf(type: string): number | undefined {
  return isStepType(type) ? stepTypes[type].timeoutMs : undefined;
}

/** The first segments of names that only a step of this type itself can fill in. */
export function ownNamesOf(type: string): readonly string[] {
  return isStepType(type) ? stepTypes[type].names : [];
}

/** The JSON Schema of each type's spec as an author writes it. */
export function stepSpecSchemas(): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.values(stepTypes).map((stepType) => [stepType.type, stepType.jsonSchema()]),
  );
}

/** What is wrong with a spec as its author wrote it; nothing for a type that is not known. */
export function checkWrittenSpec(type: string, spec: JsonObject): readonly SpecProblem[] {
  return isStepType(type) ? stepTypes[type].check('written', spec) : [];
}

/** What is wrong with a spec whose known expressions are filled in; the others stay unjudged. */
export function checkPlannedSpec(type: string, spec: JsonObject): readonly SpecProblem[] {
  return isStepType(type) ? stepTypes[type].check('planned', spec) : [];
}

/** The typed spec with defaults filled in; texts count as the numbers and booleans they spell. */
export function parseRenderedSpec<Name extends StepTypeName>(
  type: Name,
  spec: JsonObject,
): RenderedSpec<StepSpecs[Name]> {
  const parsed: ParsedSpec<StepSpecs[Name]> = stepTypes[type].parseRendered(spec);
  if (parsed.status === 'ok') return parsed;
  return { status: 'invalid', message: parsed.problems.map(sentenceOf).join(' ') };
}

function isStepType(type: string): type is StepTypeName {
  return Object.hasOwn(stepTypes, type);
}
