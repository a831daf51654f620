// The load balancer port over ELBv2's API, through the AWS SDK.
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  type DescribeLoadBalancersCommandInput,
  DescribeRulesCommand,
  type DescribeRulesCommandInput,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError } from '../cloud-error.ts';
import type { LoadBalancer, LoadBalancers, Rule, TargetGroup } from '../load-balancer.ts';
import { CALL_TIMEOUT_MS, call, type SendOptions } from './call.ts';
import { MOST_CONNECTIONS } from './clients.ts';
import { readListener, readLoadBalancer, readTargetGroup } from './load-balancer.ts';
import { batches, everyPage } from './pages.ts';
import { createPreparedWrites, KEPT_MS } from './prepared-writes.ts';
import { readRule } from './rule.ts';
import { readAttributes, readTargetHealth } from './target-group.ts';
import { modifyRule, writeActions } from './write-actions.ts';

export interface AwsLoadBalancersOptions {
  readonly client: ElasticLoadBalancingV2Client;
  /** Real time for one call. */
  readonly timeoutMs?: number;
  /** Real time for which a prepared write waits to be sent. */
  readonly keptMs?: number;
}

/** The largest page: each one is a request of the throttling bucket. */
const PAGE_SIZE = 400;
/** The documented limit where AWS documents one. */
const ARNS_PER_CALL = 20;
/** Each holds a connection; the client has as many again for other calls. */
const PREPARED_AT_MOST = MOST_CONNECTIONS / 2;

export function createAwsLoadBalancers(options: AwsLoadBalancersOptions): LoadBalancers {
  const { client, timeoutMs = CALL_TIMEOUT_MS, keptMs = KEPT_MS } = options;
  const reader: Reader = { client, timeoutMs };
  const prepared = createPreparedWrites(client, keptMs);
  return {
    loadBalancerByName: (name) => oneLoadBalancer(reader, { Names: [name] }, name),
    loadBalancer: (arn) => oneLoadBalancer(reader, { LoadBalancerArns: [arn] }, arn),
    listeners: (loadBalancerArn) => listeners(reader, loadBalancerArn),
    rules: (listenerArn) => rules(reader, { ListenerArn: listenerArn, PageSize: PAGE_SIZE }),
    rulesByArn: (ruleArns) => rulesByArn(reader, ruleArns),
    targetGroups: (targetGroupArns) => targetGroups(reader, targetGroupArns),
    targetGroupAttributes: async (targetGroupArn) => {
      const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroupArn });
      const answer = await read(reader, 'DescribeTargetGroupAttributes', (send) =>
        client.send(command, send),
      );
      return readAttributes(answer.Attributes ?? []);
    },
    targetHealth: async (targetGroupArn) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
      const answer = await read(reader, 'DescribeTargetHealth', (send) =>
        client.send(command, send),
      );
      return (answer.TargetHealthDescriptions ?? []).map(readTargetHealth);
    },
    prepareWrites: (writes) =>
      prepared.prepare(
        writes
          .slice(0, PREPARED_AT_MOST)
          .map(({ ruleArn, actions }) => modifyRule(ruleArn, actions)),
      ),
    writeActions: (rule, actions) => writeActions({ client, prepared, timeoutMs }, rule, actions),
  };
}

interface Reader {
  readonly client: ElasticLoadBalancingV2Client;
  readonly timeoutMs: number;
}

function read<Answer>(
  { timeoutMs }: Reader,
  name: string,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  return call({ name, writes: false }, timeoutMs, send);
}

async function oneLoadBalancer(
  reader: Reader,
  filter: DescribeLoadBalancersCommandInput,
  wanted: string,
): Promise<LoadBalancer> {
  const command = new DescribeLoadBalancersCommand(filter);
  const answer = await read(reader, 'DescribeLoadBalancers', (send) =>
    reader.client.send(command, send),
  );
  const found = answer.LoadBalancers?.[0];
  if (found === undefined) throw notFound('LoadBalancerNotFound', 'load balancer', [wanted]);
  return readLoadBalancer(found);
}

async function listeners(
  reader: Reader,
  loadBalancerArn: string,
): ReturnType<LoadBalancers['listeners']> {
  const found = await everyPage(async (marker) => {
    const command = new DescribeListenersCommand({
      LoadBalancerArn: loadBalancerArn,
      PageSize: PAGE_SIZE,
      Marker: marker,
    });
    const answer = await read(reader, 'DescribeListeners', (send) =>
      reader.client.send(command, send),
    );
    return { items: answer.Listeners, next: answer.NextMarker };
  });
  return found.map(readListener);
}

async function rules(reader: Reader, filter: DescribeRulesCommandInput): Promise<readonly Rule[]> {
  const found = await everyPage(async (marker) => {
    const command = new DescribeRulesCommand({ ...filter, Marker: marker });
    const answer = await read(reader, 'DescribeRules', (send) => reader.client.send(command, send));
    return { items: answer.Rules, next: answer.NextMarker };
  });
  return found.map(readRule);
}

async function rulesByArn(reader: Reader, ruleArns: readonly string[]): Promise<readonly Rule[]> {
  const asked = batches(ruleArns, ARNS_PER_CALL);
  const found = await Promise.all(asked.map((batch) => rules(reader, { RuleArns: [...batch] })));
  return inOrder(ruleArns, found.flat(), 'RuleNotFound', 'rule');
}

async function targetGroups(
  reader: Reader,
  arns: readonly string[],
): Promise<readonly TargetGroup[]> {
  const found: TargetGroup[] = [];
  for (const batch of batches(arns, ARNS_PER_CALL)) {
    const groups = await everyPage(async (marker) => {
      const command = new DescribeTargetGroupsCommand({
        TargetGroupArns: [...batch],
        Marker: marker,
      });
      const answer = await read(reader, 'DescribeTargetGroups', (send) =>
        reader.client.send(command, send),
      );
      return { items: answer.TargetGroups, next: answer.NextMarker };
    });
    found.push(...groups.map(readTargetGroup));
  }
  return inOrder(arns, found, 'TargetGroupNotFound', 'target group');
}

function inOrder<Found extends { readonly arn: string }>(
  arns: readonly string[],
  found: readonly Found[],
  code: string,
  what: string,
): readonly Found[] {
  const byArn = new Map(found.map((item) => [item.arn, item]));
  const missing = arns.filter((arn) => !byArn.has(arn));
  if (missing.length > 0) throw notFound(code, what, missing);
  return arns.flatMap((arn) => byArn.get(arn) ?? []);
}

function notFound(code: string, what: string, wanted: readonly string[]): CloudError {
  return new CloudError(
    'not-found',
    code,
    `AWS knows no ${what} ${wanted.join(', ')} in this account and region`,
  );
}
