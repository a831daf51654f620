// ElastigroupBlueGreenTrafficShift: sets the weights of one rule, the stage's own or any other.
import { z } from 'zod';
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';

export interface ElastigroupBlueGreenTrafficShiftSpec {
  readonly elastigroupTrafficShiftWrapper: InheritedShift | StandaloneShift;
}

/** Shifts the rules that the setup step of the same stage names. */
export interface InheritedShift {
  readonly type: 'Inherit';
  readonly spec: { readonly weightPercentage: number };
}

/** Shifts a rule that the step itself names. */
export interface StandaloneShift {
  readonly type: 'Standalone';
  readonly spec: {
    readonly loadBalancer: string;
    readonly listenerArn: string;
    readonly listenerRuleArn: string;
    readonly forwardTrafficConfig: readonly {
      readonly targetGroupArn: string;
      readonly weight: number;
    }[];
  };
}

/** What an ALB's forward action allows. */
const MAXIMUM_TARGET_GROUPS = 5;
const MAXIMUM_WEIGHT = 999;

export const elastigroupBlueGreenTrafficShift: StepType<ElastigroupBlueGreenTrafficShiftSpec> =
  defineStepType('ElastigroupBlueGreenTrafficShift', true, (field) => {
    const inherit = field.object({ weightPercentage: field.integer(0, 100) });
    const weighted = field.object({
      targetGroupArn: field.text(),
      weight: field.integer(0, MAXIMUM_WEIGHT),
      description: field.anyText().optional(),
    });
    const standalone = field.object({
      loadBalancer: field.text(),
      listenerArn: field.text(),
      listenerRuleArn: field.text(),
      forwardTrafficConfig: field.list(weighted, 1, MAXIMUM_TARGET_GROUPS),
    });
    const wrapper = z.discriminatedUnion('type', [
      field.object({ type: z.literal('Inherit'), spec: inherit }),
      field.object({ type: z.literal('Standalone'), spec: standalone }),
    ]);
    return field.object({ elastigroupTrafficShiftWrapper: wrapper, ...commonFields(field) });
  });
