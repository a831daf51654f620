// What an approver is asked to review: every target group of the setup, as it is at this moment.
import type { ReviewedTargetGroup } from '../../traffic/facts.ts';
import type { Sight } from '../shift/shift.ts';
import { type Reviewed, reviewTargetGroup } from './review-target-group.ts';

/** Reads only; a number that a cloud does not give is left out. Counts begin at `since`. */
export function reviewTraffic(
  sight: Sight,
  since: number,
): Promise<readonly ReviewedTargetGroup[]> {
  const reviewed = sight.setup.loadBalancers.flatMap(
    ({ loadBalancerArn, stageTargetGroupArn, prodTargetGroupArn }): readonly Reviewed[] => [
      { colour: 'green', targetGroupArn: stageTargetGroupArn, loadBalancerArn, since },
      { colour: 'blue', targetGroupArn: prodTargetGroupArn, loadBalancerArn, since },
    ],
  );
  return Promise.all(reviewed.map((each) => reviewTargetGroup(sight, each)));
}
