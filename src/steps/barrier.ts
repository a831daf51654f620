// Barrier: meets the other steps of the run that name the same barrier.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { BarrierSpec } from '../pipeline/step-types/barrier.ts';
import { meetingAt } from '../plan/barriers.ts';

export async function waitAtBarrier(
  { barrierRef }: BarrierSpec,
  context: StepContext,
): Promise<StepResult> {
  await context.wait({
    name: 'barrier',
    status: 'AsyncWaiting',
    says: `the others at the barrier "${barrierRef}"`,
    ends: { kind: 'meeting', key: meetingAt(barrierRef) },
  });
  return { status: 'succeeded' };
}
