// Wait: the step's time passes while nothing runs; it counts from the start of the attempt.
import type { StepContext, StepResult } from '../execution/step.ts';
import { formatDuration } from '../lib/duration.ts';
import type { WaitSpec } from '../pipeline/step-types/wait.ts';

export async function waitForTime(
  { duration }: WaitSpec,
  context: StepContext,
): Promise<StepResult> {
  await context.wait({
    name: 'duration',
    status: 'WaitStepRunning',
    says: `${formatDuration(duration)} to pass`,
    ends: { kind: 'time', at: context.startedAt + duration },
  });
  return { status: 'succeeded' };
}
