// A fault takes its place in a world: names become ids, what happens at once happens.
import { actByOtherHand } from './another-hand.ts';
import type { LoadBalancing } from './elbv2/load-balancing.ts';
import type { Fault } from './fault.ts';
import { groupIdOf, ruleArnOf, targetGroupArnOf } from './fault-names.ts';
import type { Faults } from './faults.ts';
import type { Elastigroups } from './spot/elastigroups.ts';
import { interruptByFault } from './spot/instance-calls.ts';
import { TwinError } from './twin-error.ts';

export interface FaultyParts {
  readonly faults: Faults;
  readonly loadBalancing: LoadBalancing;
  readonly groups: Elastigroups;
}

const MOST_FAULTS = 1_000;

/** Throws `TwinError`, and changes nothing, when what the fault names is not there. */
export function injectFault(parts: FaultyParts, given: Fault): void {
  const fault = withIds(parts, given);
  switch (fault.kind) {
    case 'interruption':
    case 'interruption-foreseen':
      interruptByFault(parts.groups, fault);
      return;
    case 'rule-edited':
    case 'group-edited':
    case 'target-deregistered':
      actByOtherHand(parts, fault);
      return;
    default:
      if (parts.faults.list().length >= MOST_FAULTS) {
        const message = `${MOST_FAULTS} faults are in force already. Clear them first.`;
        throw new TwinError('elbv2', 400, 'TooManyFaults', message);
      }
      parts.faults.add(fault);
  }
}

function withIds({ loadBalancing, groups }: FaultyParts, fault: Fault): Fault {
  const { groupId, targetGroupArn, ruleArn } = fault as {
    readonly groupId?: string;
    readonly targetGroupArn?: string;
    readonly ruleArn?: string;
  };
  return {
    ...fault,
    ...(groupId !== undefined && { groupId: groupIdOf(groups, groupId) }),
    ...(targetGroupArn !== undefined && {
      targetGroupArn: targetGroupArnOf(loadBalancing, targetGroupArn),
    }),
    ...(ruleArn !== undefined && { ruleArn: ruleArnOf(loadBalancing, ruleArn) }),
  } as Fault;
}
