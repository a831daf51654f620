// Several load balancers of one setup: refused where two of them would write the same rule or mix the colours.
import { targetGroupName } from '../../traffic/arn.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import type { Site } from './resolve-load-balancer.ts';

export function refuseOverlap(sites: readonly Site[]): void {
  const rules = sites.map(({ setup }) => setup.prodRuleArn);
  const twice = rules.find((arn, index) => rules.indexOf(arn) < index);
  if (twice !== undefined) throw refused(`two entries name the rule ${twice}`);
  const stage = new Set(sites.map(({ setup }) => setup.stageTargetGroupArn));
  const both = sites.find(({ setup }) => stage.has(setup.prodTargetGroupArn));
  if (both === undefined) return;
  const name = targetGroupName(both.setup.prodTargetGroupArn);
  throw refused(`${name} is the stage target group of one entry and in service for another`);
}

function refused(why: string): Error {
  return failure('Unknown', {
    what: 'The load balancers of the step contradict each other',
    why,
    todo: 'Name each prod rule once, and no target group on both sides',
    traffic: NOTHING_MOVED,
  });
}
