// The plan of a step bench's deployment, over the world as the bench has it now.
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import { describeRun } from '../../src/steps/outlook/describe-run.ts';
import { readRun } from '../../src/steps/outlook/read-run.ts';
import type { StageOutlook } from '../../src/traffic/outlook.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { type Bench, type BenchOptions, planOfBench } from '../step-bench.ts';

export async function planned(game: Bench, options: BenchOptions): Promise<StageOutlook> {
  const { clock, twin } = game;
  const policy = () => ({ ...DEFAULT_POLICY, ...options.policy });
  const pace = { clock, giveUpAt: clock.now() + 60_000, signal: new AbortController().signal };
  const means = { clouds: createTwinClouds(twin), policy, hash: (text: string) => text };
  const plan = planOfBench(options);
  const outlook = describeRun(plan, await readRun(means, plan, pace), policy);
  const [stage] = outlook.stages;
  if (stage === undefined) throw new Error('the plan has no stage');
  return stage;
}
