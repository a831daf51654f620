// Bringing a blue that has shrunk back to its size of before: it must be healthy before it may get weight.
import type { Capacity } from '../../cloud/elastigroups.ts';
import { Cancelled } from '../../execution/step.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import { capacityCommand } from '../../traffic/put-back-commands.ts';
import { failure } from '../common/failure.ts';
import { awaitHealth } from '../common/group-health.ts';
import { record, STEP_FACT } from '../common/step-facts.ts';
import { write } from '../common/with-retries.ts';
import { watchedFrom } from '../rollback/guard-blue.ts';
import type { Shift } from '../shift/shift.ts';

/** Throws when blue does not become healthy in time; then it keeps its size, and the failure names that. */
export async function scaleBlueUp(shift: Shift, blue: GroupImage, now: Capacity): Promise<void> {
  const { context, pace, setup, tools } = shift;
  const found = await record(context, STEP_FACT.capacityFound, blue.id, now);
  await writeSize(shift, blue);
  for (const { prodTargetGroupArn } of setup.loadBalancers) {
    let shown = '';
    const watched = { ...watchedFrom(shift, prodTargetGroupArn), wanted: blue.capacity.target };
    const polls = tools.policy.healthyPolls;
    const verdict = await awaitHealth(pace, watched, polls, pace.giveUpAt, ({ summary }) => {
      if (summary !== shown) context.log(`blue: ${summary}`);
      shown = summary;
    }).catch((error: unknown) => {
      if (error instanceof Cancelled) throw notHealthy(blue, found, error.message);
      throw error;
    });
    if (!verdict.enough) throw notHealthy(blue, found, verdict.summary);
  }
}

/** Changes nothing that a way back would have to undo: blue is named if it keeps the size without need. */
async function writeSize({ context, pace, elastigroups }: Shift, blue: GroupImage): Promise<void> {
  const { target, maximum } = blue.capacity;
  const capacity = { minimum: target, target, maximum: Math.max(target, maximum) };
  context.log(`Blue (${blue.id}) is scaled to ${target} instances.`);
  await write(context, pace, {
    name: `scale ${blue.id} to ${target}`,
    request: { id: blue.id, capacity },
    changesWorld: false,
    act: async () => {
      await elastigroups.writeCapacity(blue.id, capacity);
      return null;
    },
    readBack: async () => {
      const { capacity: now } = await elastigroups.read(blue.id);
      const isThere = now.minimum >= target && now.target >= target;
      return isThere ? { applied: true, result: null } : { applied: false };
    },
  });
}

function notHealthy({ id, capacity }: GroupImage, found: Capacity, why: string): Error {
  const size = `Blue (${id}) is kept at ${capacity.target} instances at least`;
  return failure(
    'Timeout',
    {
      what: 'Blue did not become healthy in time after it was scaled up',
      why,
      todo: "Look at the instances' logs and health check, and ask for the rollback again",
      traffic: 'No traffic was moved: prod stands on green',
    },
    [
      {
        what: size,
        why: 'it was scaled up for a rollback that did not come to pass',
        commands: [capacityCommand(id, found)],
      },
    ],
  );
}
