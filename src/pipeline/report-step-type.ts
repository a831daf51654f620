// What is wrong with a step type's name: a step of Harness that does not run here, or no step at all.
import { nearest, nearestHint } from '../lib/nearest.ts';
import { type Place, reportAt } from './place.ts';
import { knownStepTypes } from './step-types/known-step-types.ts';
import { stepTypeNames } from './step-types/step-types.ts';

/** Says nothing of a type that runs. */
export function reportStepType(place: Place, type: string): void {
  if (stepTypeNames.includes(type)) return;
  if (knownStepTypes.includes(type)) {
    const message = `Steps of type ${type} are not supported yet: ${reasonAgainst(type)}.`;
    reportAt(place, 'foreign-step', message, adviceFor(type));
    return;
  }
  const message = `Harness has no step of type "${type}".`;
  const known =
    nearest(type, stepTypeNames) === undefined ? nearest(type, knownStepTypes) : undefined;
  const hint = nearestHint(type, known === undefined ? stepTypeNames : [known]);
  reportAt(place, 'unsupported-step', message, hint);
}

const IN_A_SCRIPT = 'Do it in a ShellScript step, or leave the step out.';

const INSTEAD: Readonly<Record<string, string>> = {
  ElastigroupSetup: 'Deploy blue-green: ElastigroupBGStageSetup, then weights, with a way back.',
  ElastigroupDeploy: 'Deploy blue-green: ElastigroupBlueGreenTrafficShift moves the traffic.',
  ElastigroupSwapRoute: 'Write ElastigroupBlueGreenTrafficShift with weightPercentage: 100.',
  Verify: 'The bake after the last rung watches errors and health; maximum5xxShare sets the limit.',
};

const REASONS: Readonly<Record<string, string>> = {
  ElastigroupSetup:
    'it replaces instances in steps, without a load balancer that can be turned back',
  ElastigroupDeploy:
    'it replaces instances in steps, without a load balancer that can be turned back',
  ElastigroupSwapRoute: 'it swaps listener rules at once, where weights are proven one by one',
  Verify: 'it asks a verification service for its verdict, and none is connected',
};

/** The words of other clouds and tools in a type's name say which one is missing. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(K8s|Helm|GitOps)/, 'it deploys to Kubernetes, and only Spot Elastigroups are deployed here'],
  [
    /^(Ecs|Asg|AwsLambda|Serverless|AwsSam|AwsCdk|Azure|Google|CloudFunction|DeployCloud)/,
    'it deploys with another service, and only Spot Elastigroups are deployed here',
  ],
  [/^(Jira|ServiceNow)/, 'it needs an issue tracker that is not connected'],
  [
    /^(Terraform|Terragrunt|IACM|CreateStack|DeleteStack)/,
    'it provisions infrastructure, which is not done here',
  ],
];

/** Half a sentence: why steps of a type of Harness do not run here. */
export function reasonAgainst(type: string): string {
  const family = FAMILIES.find(([pattern]) => pattern.test(type));
  return REASONS[type] ?? family?.[1] ?? 'nothing here knows how to run them';
}

export function adviceFor(type: string): string {
  return INSTEAD[type] ?? IN_A_SCRIPT;
}
