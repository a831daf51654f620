// Runs one plan with the real steps that need no cloud, on a memory journal and a virtual clock.
import type { Scripts } from '../src/execution/step.ts';
import type { JsonObject } from '../src/lib/json.ts';
import type { Plan } from '../src/plan/plan.ts';
import { createSteps } from '../src/steps/create-steps.ts';
import type { StepMeans } from '../src/steps/tools.ts';
import { DEFAULT_POLICY } from '../src/traffic/policy.ts';
import { type Harness, harness } from './drive-harness.ts';
import { noClouds } from './no-clouds.ts';

export interface StepsHarness extends Omit<Harness, 'drive'> {
  drive(changes?: {
    readonly parkWhenIdle?: boolean;
    readonly id?: string;
  }): ReturnType<Harness['drive']>;
  /** What the last finished attempt put out, or how it failed. */
  outcome(): Promise<JsonObject>;
}

export async function stepsHarness(
  plan: Plan,
  means: Partial<StepMeans> = {},
  { scripts, secrets = {} }: { readonly scripts?: Scripts; readonly secrets?: JsonObject } = {},
): Promise<StepsHarness> {
  const steps = createSteps({
    clouds: noClouds,
    policy: () => DEFAULT_POLICY,
    hash: (text) => text,
    ...means,
  });
  const game = await harness(plan, () => Promise.reject(new Error('no fake step')), secrets);
  return {
    ...game,
    drive: (changes = {}) =>
      game.drive({ parkWhenIdle: false, steps, ...(scripts && { scripts }), ...changes }),
    outcome: async () => {
      const finished = (await game.events()).findLast(({ type }) => type === 'AttemptFinished');
      return finished?.type === 'AttemptFinished' ? (finished.result as unknown as JsonObject) : {};
    },
  };
}
