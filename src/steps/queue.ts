// Queue: takes the run's turn in a line of all runs, and keeps it as long as its scope lasts.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { QueueSpec } from '../pipeline/step-types/queue.ts';
import type { StepTools } from './tools.ts';

export async function waitForTurn(
  { isRehearsal = false }: StepTools,
  { key, scope }: QueueSpec,
  context: StepContext,
): Promise<StepResult> {
  // A rehearsal must not keep a deployment waiting.
  const world = isRehearsal ? 'rehearsal' : 'aws';
  await context.wait({
    name: 'turn',
    status: 'ResourceWaiting',
    says: `its turn in the queue "${key}"`,
    ends: {
      kind: 'turn',
      key: `${world} ${key}`,
      scope: scope === 'Stage' ? context.stage.path : '',
    },
  });
  return { status: 'succeeded' };
}
