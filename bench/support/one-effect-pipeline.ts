// Pipelines of steps that each do one durable effect and nothing else, driven by the real runner.
import type { Journal } from '../../src/execution/journal.ts';
import type { Effect, StepContext, StepResult } from '../../src/execution/step.ts';
import { assert } from '../../src/lib/assert.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { group, planOf, stage, step } from '../../tests/plan-builder.ts';
import { driveRun, startRun } from './bench-drive.ts';

export interface PipelineSize {
  readonly groups: number;
  readonly stepsPerGroup: number;
}

export const ONE_EFFECT = 'OneEffect';

/** Steps stand in groups, as people write them; one long flat list is not what is run. */
export function oneEffectPlan({ groups, stepsPerGroup }: PipelineSize): Plan {
  const steps = upTo(stepsPerGroup).map((index) => step(`step${index}`, { type: ONE_EFFECT }));
  return planOf([
    stage(
      'deploy',
      upTo(groups).map((index) => group(`group${index}`, steps)),
    ),
  ]);
}

export async function doOneEffect(_spec: unknown, context: StepContext): Promise<StepResult> {
  await context.effect(effect);
  return { status: 'succeeded' };
}

/** Runs the plan to its end; `onStep` is called when the code of a step begins. */
export async function runPipeline(
  journal: Journal,
  plan: Plan,
  onStep: () => void = () => {},
): Promise<void> {
  const id = await startRun(journal, plan);
  const run = (spec: unknown, context: StepContext): Promise<StepResult> => {
    onStep();
    return doOneEffect(spec, context);
  };
  const driven = await driveRun({ id, journal, type: ONE_EFFECT, run, parkWhenIdle: false });
  assert(
    driven.status === 'finished' && driven.result.end === 'Success',
    `a pipeline of the benchmark ended as ${JSON.stringify(driven)}`,
  );
}

/** As big as a real one: a rule's ARN, its weights, and what AWS answered. */
const effect: Effect<null> = {
  name: 'shift',
  request: {
    rule: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
    weights: { blue: 90, green: 10 },
  },
  changesWorld: true,
  settleMs: 10_000,
  act: async () => null,
  readBack: async () => ({ applied: false }),
};

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
