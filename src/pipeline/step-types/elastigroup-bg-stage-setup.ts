// ElastigroupBGStageSetup: creates the new group beside the live one and names the load balancers.
import { z } from 'zod';
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ElastigroupBgStageSetupSpec {
  /** The name of the live group; the new one adds a suffix. */
  readonly name: string;
  readonly instances: FixedInstances | CurrentRunningInstances;
  readonly connectedCloudProvider: {
    readonly type: 'AWS';
    readonly spec: { readonly connectorRef: string; readonly region: string };
  };
  readonly loadBalancers: readonly {
    readonly type: 'AWSLoadBalancerConfig';
    readonly spec: LoadBalancerSpec;
  }[];
}

export interface FixedInstances {
  readonly type: 'Fixed';
  readonly spec: { readonly min: number; readonly max: number; readonly desired: number };
}

/** As many as the live group's capacity says. */
export interface CurrentRunningInstances {
  readonly type: 'CurrentRunning';
}

export interface LoadBalancerSpec {
  readonly loadBalancer: string;
  readonly prodListenerPort: string;
  readonly prodListenerRuleArn: string;
  readonly stageListenerPort?: string | undefined;
  readonly stageListenerRuleArn?: string | undefined;
  readonly isTrafficShift: true;
  readonly stageTargetGroupArn: string;
}

const MAXIMUM_INSTANCES = 100_000;

const SHIFT_ONLY =
  'Only traffic shift is supported, not the swap of listener rules: set isTrafficShift: true and stageTargetGroupArn.';

export const elastigroupBgStageSetup: StepType<ElastigroupBgStageSetupSpec> = defineStepType(
  'ElastigroupBGStageSetup',
  true,
  (field) =>
    field.object({
      name: field.text(),
      instances: instances(field),
      connectedCloudProvider: field.object({
        type: field.only('AWS'),
        spec: field.object({ connectorRef: field.text(), region: field.text() }),
      }),
      loadBalancers: field.list(
        field.object({ type: field.only('AWSLoadBalancerConfig'), spec: loadBalancer(field) }),
        1,
        50,
      ),
      ...commonFields(field),
    }),
);

function instances(field: Vocabulary): z.ZodType<FixedInstances | CurrentRunningInstances> {
  const count = (): z.ZodType<number> => field.integer(0, MAXIMUM_INSTANCES);
  const capacity = field
    .object({ min: count(), max: count(), desired: count() })
    .refine(({ min, max, desired }) => !(min > max || desired < min || desired > max), {
      error: 'must have min ≤ desired ≤ max',
      params: { code: 'wrong-value', hint: 'Correct the three numbers.' },
    });
  return z.discriminatedUnion('type', [
    field.object({ type: z.literal('Fixed'), spec: capacity }),
    field.object({ type: z.literal('CurrentRunning'), spec: field.object({}).optional() }),
  ]);
}

function loadBalancer(field: Vocabulary): z.ZodType<LoadBalancerSpec> {
  return field.object({
    loadBalancer: field.text(),
    prodListenerPort: field.text(),
    prodListenerRuleArn: field.text(),
    stageListenerPort: field.text().optional(),
    stageListenerRuleArn: field.text().optional(),
    isTrafficShift: field.only(true, { false: SHIFT_ONLY, '*': SHIFT_ONLY }),
    stageTargetGroupArn: field.text(),
  });
}
