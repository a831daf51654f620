// The load balancer port straight on the twin's ELBv2.
import type { JsonObject } from '../../lib/json.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { objectsOf, textOf } from '../../twin/request-fields.ts';
import type { ApiCall, Twin } from '../../twin/twin.ts';
import type { LoadBalancer, LoadBalancers, Rule } from '../load-balancer.ts';
import { writtenActions } from '../written-actions.ts';
import { callTwin } from './call-twin.ts';
import {
  readAttributes,
  readListener,
  readLoadBalancer,
  readRule,
  readTargetGroup,
  readTargetHealth,
} from './read-shapes.ts';

export function createTwinLoadBalancers(twin: Twin): LoadBalancers {
  const { elbv2 } = twin;
  const read = async (
    name: string,
    act: ApiCall,
    list: string,
    request: JsonObject,
  ): Promise<readonly JsonObject[]> => {
    const items: JsonObject[] = [];
    for (let Marker: string | undefined; ; ) {
      const page = Marker === undefined ? request : { ...request, Marker };
      const answer = await callTwin({ name, writes: false }, () => act(page));
      items.push(...(objectsOf(answer, list) ?? []));
      Marker = textOf(answer, 'NextMarker');
      if (Marker === undefined) return items;
    }
  };
  const oneLoadBalancer = async (request: JsonObject): Promise<LoadBalancer> => {
    const act = elbv2.describeLoadBalancers;
    const [found] = await read('DescribeLoadBalancers', act, 'LoadBalancers', request);
    return readLoadBalancer(found ?? {});
  };
  const rules = async (request: JsonObject): Promise<readonly Rule[]> =>
    (await read('DescribeRules', elbv2.describeRules, 'Rules', request)).map(readRule);

  return {
    loadBalancerByName: (name) => oneLoadBalancer({ Names: [name] }),
    loadBalancer: (arn) => oneLoadBalancer({ LoadBalancerArns: [arn] }),
    async listeners(LoadBalancerArn) {
      const act = elbv2.describeListeners;
      const found = await read('DescribeListeners', act, 'Listeners', { LoadBalancerArn });
      return found.map(readListener);
    },
    rules: (ListenerArn) => rules({ ListenerArn }),
    rulesByArn: (RuleArns) => (RuleArns.length === 0 ? Promise.resolve([]) : rules({ RuleArns })),
    async targetGroups(TargetGroupArns) {
      if (TargetGroupArns.length === 0) return [];
      const act = elbv2.describeTargetGroups;
      const request = { TargetGroupArns };
      return (await read('DescribeTargetGroups', act, 'TargetGroups', request)).map(
        readTargetGroup,
      );
    },
    async targetGroupAttributes(TargetGroupArn) {
      const act = elbv2.describeTargetGroupAttributes;
      const name = 'DescribeTargetGroupAttributes';
      return readAttributes(await read(name, act, 'Attributes', { TargetGroupArn }));
    },
    async targetHealth(TargetGroupArn) {
      const act = elbv2.describeTargetHealth;
      const list = 'TargetHealthDescriptions';
      const found = await read('DescribeTargetHealth', act, list, { TargetGroupArn });
      return found.map(readTargetHealth);
    },
    writeActions: (rule, actions) => writeActions(twin, rule, actions),
  };
}

async function writeActions(
  { elbv2 }: Twin,
  rule: Rule,
  actions: readonly RuleAction[],
): Promise<Rule> {
  const sent = writtenActions(actions);
  if (rule.isDefault) {
    const call = { name: 'ModifyListener', writes: true };
    const request = { ListenerArn: rule.listenerArn, DefaultActions: sent };
    const answer = await callTwin(call, () => elbv2.modifyListener(request));
    const [listener] = objectsOf(answer, 'Listeners') ?? [];
    const written = objectsOf(listener ?? {}, 'DefaultActions') ?? [];
    return { ...rule, actions: written as readonly RuleAction[] };
  }
  const call = { name: 'ModifyRule', writes: true };
  const answer = await callTwin(call, () => elbv2.modifyRule({ RuleArn: rule.arn, Actions: sent }));
  return readRule(objectsOf(answer, 'Rules')?.[0] ?? {});
}
