// Waiting until green is healthy in every stage target group, before it may ever get weight.
import type { Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import type { StepContext } from '../../execution/step.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';
import { failure } from '../common/failure.ts';
import { awaitHealth } from '../common/group-health.ts';
import type { Pace } from '../common/pace.ts';

export interface GreenWatch {
  readonly setup: Setup;
  readonly green: GroupImage;
  readonly loadBalancers: LoadBalancers;
  readonly elastigroups: Elastigroups;
  readonly polls: number;
}

export async function awaitGreen(
  context: StepContext,
  pace: Pace,
  watch: GreenWatch,
): Promise<void> {
  for (const { stageTargetGroupArn } of watch.setup.loadBalancers) {
    const name = targetGroupName(stageTargetGroupArn);
    let shown = '';
    const verdict = await awaitHealth(
      pace,
      {
        loadBalancers: watch.loadBalancers,
        targetGroupArn: stageTargetGroupArn,
        wanted: watch.setup.healthyWanted,
        group: { elastigroups: watch.elastigroups, id: watch.green.id },
      },
      watch.polls,
      pace.giveUpAt,
      ({ summary }) => {
        if (summary !== shown) context.log(`${name}: ${summary}`);
        shown = summary;
      },
    );
    if (verdict.enough) continue;
    throw failure('Timeout', {
      what: `The new group ${watch.green.name} did not become healthy in time`,
      why: `${name}: ${verdict.summary}`,
      todo: "Look at the instances' logs and health check, or give the step more time",
      traffic: 'No traffic was moved: green still has weight 0',
    });
  }
}
