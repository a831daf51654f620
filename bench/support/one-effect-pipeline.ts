// Pipelines of steps that each do one durable effect and nothing else, driven by the real runner.
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { drive } from '../../src/execution/runner.ts';
import type { Effect, Scripts } from '../../src/execution/step.ts';
import { assert } from '../../src/lib/assert.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { group, planOf, stage, step } from '../../tests/plan-builder.ts';

export interface PipelineSize {
  readonly groups: number;
  readonly stepsPerGroup: number;
}

/** Steps stand in groups, as people write them; one long flat list is not what is run. */
export function oneEffectPlan({ groups, stepsPerGroup }: PipelineSize): Plan {
  const steps = upTo(stepsPerGroup).map((index) => step(`step${index}`, { type: 'OneEffect' }));
  return planOf([
    stage(
      'deploy',
      upTo(groups).map((index) => group(`group${index}`, steps)),
    ),
  ]);
}

/** Runs the plan to its end; `onStep` is called when the code of a step begins. */
export async function runPipeline(
  journal: Journal,
  plan: Plan,
  onStep: () => void = () => {},
): Promise<void> {
  const planHash = `${plan.pipeline.stages.length} ${JSON.stringify(plan).length}`;
  const id = await journal.create(planHash, plan, {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: 1,
    planHash,
    pipeline: 'bench',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'bench',
    bound: [],
  });
  const run = async (_spec: unknown, context: { effect(given: Effect<null>): Promise<null> }) => {
    onStep();
    await context.effect(effect);
    return { status: 'succeeded' } as const;
  };
  const driven = await drive({
    id,
    journal,
    clock,
    steps: new Map([['OneEffect', { type: 'OneEffect', run }]]),
    scripts: noScripts,
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'bench',
    parkWhenIdle: false,
  });
  assert(
    driven.status === 'finished' && driven.result.end === 'Success',
    `a pipeline of the benchmark ended as ${JSON.stringify(driven)}`,
  );
}

const clock = createSystemClock();

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

const noScripts: Scripts = { run: async () => ({ status: 'lost' }) };

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
