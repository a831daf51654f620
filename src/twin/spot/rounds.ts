// The regular look that Spot takes at every group: its scheduled tasks and policies, then the group itself.
import type { World } from '../world.ts';
import { autoScale, type MetricReader } from './auto-scale.ts';
import type { Elastigroups } from './elastigroups.ts';
import { runTasks } from './run-tasks.ts';

export function startRounds(world: World, groups: Elastigroups, read: MetricReader): void {
  const { observeMs } = world.spec.timing;
  const random = world.random('scheduled rolls');
  const rounds = world.timers.waits('rounds', () => {
    for (const group of groups.all()) {
      runTasks(groups, group, world.clock.now(), random);
      autoScale(groups, group, world.clock.now(), read);
      groups.look(group);
    }
    rounds.set('', observeMs);
  });
  rounds.set('', observeMs);
}
