// The one write to a load balancer: replacing a rule's actions, or those of a listener's default rule.
import {
  type Action,
  type ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  type ModifyRuleCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Rule } from '../load-balancer.ts';
import { type Call, lostAnswer } from '../network-failure.ts';
import { writtenActions } from '../written-actions.ts';
import { call } from './call.ts';
import type { PreparedWrites } from './prepared-writes.ts';
import { readActions, readRule } from './rule.ts';

interface Writer {
  readonly client: ElasticLoadBalancingV2Client;
  readonly prepared: PreparedWrites;
  readonly timeoutMs: number;
}

export async function writeActions(
  { client, prepared, timeoutMs }: Writer,
  rule: Rule,
  actions: readonly RuleAction[],
): Promise<Rule> {
  if (rule.isDefault) return writeDefaultActions(client, timeoutMs, rule, actions);
  const about: Call = { name: 'ModifyRule', writes: true };
  const input = modifyRule(rule.arn, actions);
  const answer = await call(about, timeoutMs, (send) => prepared.send(input, send));
  const written = answer.Rules?.[0];
  if (written === undefined) throw lostAnswer(about, 'EmptyAnswer', 'the answer names no rule');
  return readRule(written);
}

/** What ModifyRule is asked, for one that is prepared as for one that is sent. */
export function modifyRule(
  ruleArn: string,
  actions: readonly RuleAction[],
): ModifyRuleCommandInput {
  return { RuleArn: ruleArn, Actions: sdkActions(actions) };
}

/** AWS refuses ModifyRule on a default rule: its actions belong to the listener. */
async function writeDefaultActions(
  client: ElasticLoadBalancingV2Client,
  timeoutMs: number,
  rule: Rule,
  actions: readonly RuleAction[],
): Promise<Rule> {
  const about: Call = { name: 'ModifyListener', writes: true };
  const command = new ModifyListenerCommand({
    ListenerArn: rule.listenerArn,
    DefaultActions: sdkActions(actions),
  });
  const answer = await call(about, timeoutMs, (send) => client.send(command, send));
  const written = answer.Listeners?.[0];
  if (written === undefined) throw lostAnswer(about, 'EmptyAnswer', 'the answer names no listener');
  return { ...rule, actions: readActions(written.DefaultActions) };
}

/** The SDK's type of the same JSON; its serialiser drops the fields it does not know. */
function sdkActions(actions: readonly RuleAction[]): Action[] {
  return writtenActions(actions) as unknown as Action[];
}
