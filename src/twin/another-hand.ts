// What somebody else does to rules, target groups and Elastigroups while a deployment runs.
import type { LoadBalancing } from './elbv2/load-balancing.ts';
import type { OtherHand } from './fault.ts';
import { forwardBy } from './fault-names.ts';
import type { Elastigroups } from './spot/elastigroups.ts';
import { merged, writable } from './spot/group-document.ts';
import { TwinError } from './twin-error.ts';

/** Names are ids already. Throws `TwinError` for what the cloud would refuse. */
export function actByOtherHand(
  parts: { readonly loadBalancing: LoadBalancing; readonly groups: Elastigroups },
  fault: OtherHand,
): void {
  switch (fault.kind) {
    case 'rule-edited':
      editRule(parts.loadBalancing, fault);
      return;
    case 'group-edited': {
      const group = parts.groups.get(fault.groupId);
      parts.groups.write(group, merged(group.document, writable(fault.change)));
      return;
    }
    case 'target-deregistered':
      deregister(parts.loadBalancing, fault);
  }
}

type Of<Kind extends OtherHand['kind']> = Extract<OtherHand, { kind: Kind }>;

function editRule(loadBalancing: LoadBalancing, fault: Of<'rule-edited'>): void {
  const rule = loadBalancing.rules.get(fault.ruleArn);
  if (rule === undefined) throw refused('RuleNotFound', `There is no rule ${fault.ruleArn}.`);
  const actions = fault.actions ?? [forwardBy(loadBalancing, fault.weights ?? {})];
  loadBalancing.writeActions(rule, actions);
}

function deregister(loadBalancing: LoadBalancing, fault: Of<'target-deregistered'>): void {
  const group = loadBalancing.targetGroups.get(fault.targetGroupArn);
  const there = (group?.targets() ?? []).filter(({ state }) => state !== 'draining');
  const wanted = there.find(({ instanceId }) => instanceId === (fault.instanceId ?? instanceId));
  if (group === undefined || wanted === undefined) {
    const who = fault.instanceId ?? 'any instance';
    const name = group?.spec.name ?? fault.targetGroupArn;
    const message = `Target group ${name} has not got ${who}. Registered there: ${there.map(({ instanceId }) => instanceId).join(', ') || 'none'}.`;
    throw refused('InvalidTarget', message);
  }
  group.deregister(wanted.instanceId, wanted.port);
}

function refused(code: string, message: string): TwinError {
  return new TwinError('elbv2', 400, code, message);
}
