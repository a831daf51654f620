// The names after the last rung: green takes the name in service, blue the stage name, so that the next run finds both.
import type { Elastigroup, Elastigroups } from '../../cloud/elastigroups.ts';
import type { StepContext } from '../../execution/step.ts';
import type { Setup } from '../../traffic/facts.ts';
import type { Pace } from '../common/pace.ts';
import { isNeeded } from '../common/step-facts.ts';
import { withRetries, write } from '../common/with-retries.ts';
import type { Shift } from './shift.ts';

export async function swapNames(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  setup: Setup,
): Promise<void> {
  const means = { context, pace, elastigroups };
  if (setup.green !== null) await rename(means, setup.green.id, setup.groupName);
  if (setup.blue !== null) {
    await rename(means, setup.blue.id, setup.stageGroupName);
  }
}

export async function rename(
  { context, pace, elastigroups }: Pick<Shift, 'context' | 'pace' | 'elastigroups'>,
  id: string,
  name: string,
): Promise<void> {
  const effect = `rename ${id} to ${name}`;
  const read = (): Promise<Elastigroup> => withRetries(pace, () => elastigroups.read(id));
  if (!(await isNeeded(context, effect, async () => (await read()).name !== name))) return;
  await write(context, pace, {
    name: effect,
    request: { id, name },
    changesWorld: true,
    act: async () => {
      await elastigroups.rename(id, name);
      return null;
    },
    readBack: async () => {
      const group = await elastigroups.read(id);
      return group.name === name ? { applied: true, result: null } : { applied: false };
    },
  });
}
