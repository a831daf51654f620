// Another hand on a target group before the last rung: attributes that were changed since the setup, and targets that no instance explains.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { TargetGroupAttributes } from '../../cloud/load-balancer.ts';
import { StepFailure } from '../../execution/step.ts';
import { formatDuration } from '../../lib/duration.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import { warn } from '../common/notice.ts';
import { pause } from '../common/pace.ts';
import { lastFact, STEP_FACT } from '../common/step-facts.ts';
import { attributesOf } from '../setup/draining-time.ts';
import type { Shift } from './shift.ts';

/** Tells people, and stops nobody: health and weights are looked at by themselves. */
export async function noteForeignTargets(shift: Shift): Promise<void> {
  try {
    await noteAttributes(shift);
    await noteStrangers(shift);
  } catch (error) {
    if (!(error instanceof CloudError) && !(error instanceof StepFailure)) throw error;
    shift.context.log(`Nobody can see who else uses the target groups: ${error.message}.`);
  }
}

async function noteAttributes({ context, pace, setup, loadBalancers }: Shift): Promise<void> {
  const arns = setup.loadBalancers.flatMap((site) => [
    site.stageTargetGroupArn,
    site.prodTargetGroupArn,
  ]);
  const known = arns.map((arn) =>
    lastFact<TargetGroupAttributes>(context, STEP_FACT.attributes, arn),
  );
  const found = await attributesOf(pace, loadBalancers, arns);
  for (const [index, arn] of arns.entries()) {
    const [left, now] = [known[index], found[index]];
    if (left === undefined || now === undefined) continue;
    const changes = changesOf(left, now);
    if (changes.length === 0) continue;
    const what = `somebody else has changed the target group ${targetGroupName(arn)} since the setup`;
    await warn(context, `${what}: ${changes.join('; ')}`);
  }
}

function changesOf(left: TargetGroupAttributes, now: TargetGroupAttributes): readonly string[] {
  const changes: string[] = [];
  if (left.stickinessEnabled !== now.stickinessEnabled) {
    const to = now.stickinessEnabled
      ? 'on: clients that have its cookie stay on one target'
      : 'off';
    changes.push(`stickiness is ${to}`);
  }
  if (left.deregistrationDelayMs !== now.deregistrationDelayMs) {
    const [before, since] = [left.deregistrationDelayMs, now.deregistrationDelayMs];
    changes.push(
      `it lets go of a target after ${formatDuration(since)}, not after ${formatDuration(before)}`,
    );
  }
  if (left.countsForDns !== now.countsForDns) {
    changes.push(`it counts for DNS fail-over ${now.countsForDns ? 'now' : 'no more'}`);
  }
  return changes;
}

/** A replacement may stand in one list before the other: only who is strange twice is told. */
const BETWEEN_LOOKS_MS = 10_000;

async function noteStrangers(shift: Shift): Promise<void> {
  const first = await strangers(shift);
  if (first.size === 0) return;
  await pause(shift.pace, BETWEEN_LOOKS_MS);
  const again = await strangers(shift);
  for (const [arn, ids] of again) {
    const twice = ids.filter((id) => first.get(arn)?.includes(id));
    if (twice.length === 0) continue;
    await warn(
      shift.context,
      `somebody else has registered ${twice.join(', ')} in the target group ${targetGroupName(arn)}: no instance of its group explains that, and it gets a share of the requests; nobody deregisters it here`,
    );
  }
}

async function strangers(shift: Shift): Promise<ReadonlyMap<string, readonly string[]>> {
  const { setup, loadBalancers, elastigroups } = shift;
  const found = new Map<string, readonly string[]>();
  for (const site of setup.loadBalancers) {
    const pairs = [
      [site.stageTargetGroupArn, setup.green],
      [site.prodTargetGroupArn, setup.blue],
    ] as const;
    for (const [arn, group] of pairs) {
      if (group === null) continue;
      const [targets, instances] = await Promise.all([
        loadBalancers.targetHealth(arn),
        elastigroups.instances(group.id),
      ]);
      const own = new Set(instances.map(({ instanceId }) => instanceId));
      const strange = targets.filter(({ targetId, state }) => {
        return state !== 'draining' && !own.has(targetId);
      });
      if (strange.length > 0) found.set(arn, [...new Set(strange.map(({ targetId }) => targetId))]);
    }
  }
  return found;
}
