// Keeping Spot from exchanging instances while a rung is written and proven, and letting it go on afterwards.

import { CloudError } from '../../cloud/cloud-error.ts';
import type { Elastigroups, Process } from '../../cloud/elastigroups.ts';
import { type StepContext, StepFailure } from '../../execution/step.ts';
import { nodesOf } from '../../plan/walk.ts';
import type { Setup } from '../../traffic/facts.ts';
import { allDone } from '../common/all-done.ts';
import { isRefusal } from '../common/failure.ts';
import { isNotFound, unlessGone } from '../common/not-found.ts';
import type { Pace } from '../common/pace.ts';
import { record, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import { withRetries, write } from '../common/with-retries.ts';
import type { Shift } from './shift.ts';

/** Scaling and the replacement of sick or doomed instances go on: stopping those costs capacity. */
const CALMED: readonly Process[] = ['OUT_OF_STRATEGY', 'REVERT_PREFERRED', 'SCHEDULING'];
const LONGEST_TTL_MINUTES = 10_080;

/**
 * What a step has done it does not do again when a person's answer brings it back: each further time in
 * one attempt is an occasion of its own, which goes into the names of its writes.
 */
export async function calm(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  setup: Setup,
  occasion = '',
): Promise<void> {
  const means = { context, pace, elastigroups };
  await allDone(groupIds(setup).map((id) => calmGroup(means, id, occasion)));
}

/** Resumes what this stage has suspended; suspensions found before are kept, and a group that is gone has none. */
export async function resume(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  setup: Setup,
  occasion = '',
): Promise<void> {
  const resumed = groupIds(setup).map((id) =>
    unlessGone(() => resumeGroup({ context, pace, elastigroups }, id, occasion)),
  );
  await allDone(resumed);
}

/** What stays suspended ends by itself, and the way back looks after it too. */
export async function resumeIfPossible(
  { context, pace, elastigroups, setup }: Shift,
  occasion: string,
): Promise<void> {
  if (pace.signal.aborted) return;
  try {
    await resume(context, pace, elastigroups, setup, occasion);
  } catch (error) {
    if (!(error instanceof CloudError) && !(error instanceof StepFailure)) throw error;
    context.log(`Spot did not resume its processes (${error.message}); they resume by themselves.`);
  }
}

/** What a shift suspends in a group in which others have suspended these already. */
export function calmedBeside(theirs: readonly Process[]): readonly Process[] {
  return CALMED.filter((process) => !theirs.includes(process));
}

/** Twice the step's time-out: should nobody come back, Spot goes on by itself. */
export function calmTtlMinutes(timeoutMs: number): number {
  return Math.min(Math.max(Math.ceil((2 * timeoutMs) / 60_000), 1), LONGEST_TTL_MINUTES);
}

type Means = Pick<Shift, 'context' | 'pace' | 'elastigroups'>;

async function calmGroup(
  { context, pace, elastigroups }: Means,
  id: string,
  occasion: string,
): Promise<void> {
  const before = await withRetries(pace, () => elastigroups.suspensions(id));
  const ours = suspendedByUs(context, id);
  const theirs = before.map(({ name }) => name).filter((name) => !ours.includes(name));
  const open = calmedBeside(theirs);
  const processes = await record(context, STEP_FACT.suspendedProcesses, id, open);
  if (processes.length === 0) return;
  const ttlMinutes = ttlMinutesOf(context);
  await write(context, pace, {
    name: `suspend processes of ${id}${occasion}`,
    request: { id, processes, ttlMinutes },
    changesWorld: false,
    act: async () => {
      await elastigroups.suspend(id, processes, ttlMinutes);
      return null;
    },
    readBack: async () => {
      const names = (await elastigroups.suspensions(id)).map(({ name }) => name);
      const all = processes.every((process) => names.includes(process));
      return all ? { applied: true, result: null } : { applied: false };
    },
  });
}

export async function resumeGroup(
  { context, pace, elastigroups }: Means,
  id: string,
  occasion = '',
): Promise<void> {
  const processes = suspendedByUs(context, id);
  if (processes.length === 0) return;
  await write(context, pace, {
    name: `resume processes of ${id}${occasion}`,
    request: { id, processes },
    changesWorld: false,
    act: async () => {
      await elastigroups.resume(id, processes);
      return null;
    },
    readBack: async () => {
      const names = (await elastigroups.suspensions(id)).map(({ name }) => name);
      const none = processes.every((process) => !names.includes(process));
      return none ? { applied: true, result: null } : { applied: false };
    },
  });
}

/** Of the processes that this stage has suspended; all of them when nobody can see it. */
export async function stillSuspended(
  { context, pace, elastigroups }: Means,
  id: string,
): Promise<readonly Process[]> {
  const ours = suspendedByUs(context, id);
  try {
    const now = await withRetries(pace, () => elastigroups.suspensions(id));
    return ours.filter((process) => now.some(({ name }) => name === process));
  } catch (error) {
    if (isRefusal(error)) return isNotFound(error) ? [] : ours;
    throw error;
  }
}

function suspendedByUs(context: StepContext, id: string): readonly Process[] {
  const facts = stageFacts(context, STEP_FACT.suspendedProcesses).filter(({ key }) => key === id);
  return [...new Set(facts.flatMap(({ value }) => value as readonly Process[]))];
}

function groupIds(setup: Setup): readonly string[] {
  return [setup.green, setup.blue].flatMap((group) => (group === null ? [] : [group.id]));
}

function ttlMinutesOf(context: StepContext): number {
  for (const node of nodesOf(context.stage)) {
    if (node.path === context.path && node.kind === 'step') return calmTtlMinutes(node.timeoutMs);
  }
  return LONGEST_TTL_MINUTES;
}
