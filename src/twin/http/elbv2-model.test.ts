// Every operation of ELBv2 against AWS's own model: thousands of generated requests, good and broken.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parsePlainXml } from '../../../tests/plain-xml.ts';
import {
  broken,
  type Draw,
  drawnValue,
  errorCodes,
  type FormField,
  formFields,
  misfits,
  pick,
  type ServiceModel,
} from '../../../tests/service-model.ts';
import { thirdPartyFile } from '../../../tests/third-party.ts';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { forward, twinWorld } from '../../../tests/twin-world.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { createRandom } from '../random.ts';
import { answerRequest } from './answer-request.ts';

const ROUNDS = 225;
/** Fewer than what is made, so that there is something to ask about. */
const DELETES_EVERY = 4;
const OPERATIONS = [
  ...['CreateLoadBalancer', 'DescribeLoadBalancers', 'DescribeLoadBalancerAttributes'],
  ...['ModifyLoadBalancerAttributes', 'CreateTargetGroup', 'DescribeTargetGroups'],
  ...['ModifyTargetGroup', 'DescribeTargetGroupAttributes', 'ModifyTargetGroupAttributes'],
  ...['CreateListener', 'DescribeListeners', 'ModifyListener', 'CreateRule', 'DescribeRules'],
  ...['ModifyRule', 'SetRulePriorities', 'RegisterTargets', 'DeregisterTargets'],
  ...['DescribeTargetHealth', 'DescribeTags', 'AddTags', 'RemoveTags', 'DeleteRule'],
  ...['DeleteListener', 'DeleteTargetGroup', 'DeleteLoadBalancer'],
];
/** Fields without which nothing is made, and those with which nearly nothing is. */
const CHANCES: Readonly<Record<string, number>> = {
  Port: 0.95,
  ProtocolEnum: 0.95,
  VpcId: 0.95,
  Subnets: 0.95,
  SubnetMappings: 0.02,
  CertificateList: 0.05,
  AlpnPolicyName: 0.02,
  SslPolicyName: 0.05,
  MutualAuthenticationAttributes: 0.05,
};
/** What AWS answers beside the errors that the model names for an operation. */
const COMMON = ['ValidationError', 'DuplicateTagKeys'];

const file = thirdPartyFile('elbv2/elasticloadbalancingv2-2015-12-01.service-2.json');

type Answered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Tally {
  accepted: number;
  refused: number;
  readonly problems: string[];
}

describe('generated calls', () => {
  const tallies = new Map<string, Tally>();
  beforeAll(() => {
    if (file === undefined) return;
    const model = JSON.parse(readFileSync(file, 'utf8')) as ServiceModel;
    const most = { size: 1_000_000, refillPerSecond: 1 };
    const limits = { elbv2Describe: most, elbv2Modify: most };
    const bench = twinBench(twinWorld({ limits }));
    const draw: Draw = { next: createRandom(11, 'calls').next, hints: {}, chances: CHANCES };
    for (let round = 0; round < ROUNDS; round++) {
      for (const operation of OPERATIONS) {
        const isDelete = operation.startsWith('Delete');
        if (isDelete && round % DELETES_EVERY !== 0) continue;
        call(bench, model, operation, draw, tallies);
      }
    }
  });

  test.skipIf(file === undefined)('are more than five thousand (needs third-party data)', () => {
    const counts = [...tallies.values()].map(({ accepted, refused }) => accepted + refused);
    const total = counts.reduce((sum, each) => sum + each, 0);
    process.stdout.write(`ELBv2, ${OPERATIONS.length} operations: ${total} calls\n`);
    expect(total).toBeGreaterThan(5_000);
  });
  test.skipIf(file === undefined).each(OPERATIONS)(
    '%s answers as the model says and refuses what it forbids (needs third-party data)',
    (operation) => {
      const tally = tallies.get(operation);
      expect(tally?.problems.slice(0, 5)).toEqual([]);
      expect(tally?.accepted).toBeGreaterThan(5);
      expect(tally?.refused).toBeGreaterThan(5);
    },
  );
});

function call(
  bench: TwinBench,
  model: ServiceModel,
  operation: string,
  chance: Draw,
  tallies: Map<string, Tally>,
): void {
  const tally = tallies.get(operation) ?? { accepted: 0, refused: 0, problems: [] };
  tallies.set(operation, tally);
  const draw = { ...chance, hints: hintsOf(bench, chance) };
  const input = model.operations[operation]?.input.shape ?? '';
  const good = formFields(model, input, drawnValue(model, input, draw));
  const bad = draw.next() < 0.4 ? broken(good, draw) : undefined;
  const body = bodyOf(operation, bad ?? good);
  const { status, answer } = ask(bench, body);
  const told = `${body} → ${JSON.stringify(answer).slice(0, 300)}`;
  if (status === 200) {
    tally.accepted += 1;
    const result = answer[`${operation}Response`]?.[`${operation}Result`];
    const output = model.operations[operation]?.output.shape ?? '';
    tally.problems.push(...misfits(model, output, result, operation));
    if (bad !== undefined) tally.problems.push(`accepted: ${told}`);
    return;
  }
  tally.refused += 1;
  const error = answer['ErrorResponse']?.['Error'] as Record<string, string> | undefined;
  const allowed = [...COMMON, ...errorCodes(model, operation)];
  const isKnown = status === 400 && allowed.includes(error?.['Code'] ?? '');
  if (!isKnown || error?.['Message'] === undefined) tally.problems.push(`${status}: ${told}`);
}

function bodyOf(operation: string, fields: readonly FormField[]): string {
  const form = new URLSearchParams({ Action: operation, Version: '2015-12-01' });
  for (const { path, value } of fields) form.append(path, value);
  return form.toString();
}

function ask(
  { twin, clock }: TwinBench,
  body: string,
): {
  readonly status: number;
  readonly answer: Answered;
} {
  const scope = 'AKIDTWIN/20260105/us-east-1/elasticloadbalancing/aws4_request';
  const answer = answerRequest(
    { twin, clock },
    {
      method: 'POST',
      url: new URL('http://twin/'),
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` },
      body,
    },
  );
  if (typeof answer === 'string') return { status: 0, answer: {} };
  return { status: answer.status, answer: parsePlainXml(String(answer.body)) as Answered };
}

/** Values that mean something in the world as it is now; one ARN in ten names nothing. */
function hintsOf({ twin }: TwinBench, draw: Draw): Readonly<Record<string, () => Json>> {
  const { elbv2 } = twin;
  const listed = (answer: JsonObject, field: string): readonly string[] => {
    const items = Object.values(answer)[0] as readonly JsonObject[];
    return items.map((item) => String(item[field]));
  };
  const loadBalancers = (): readonly string[] =>
    listed(elbv2.describeLoadBalancers({}), 'LoadBalancerArn');
  const listeners = (): readonly string[] =>
    loadBalancers().flatMap((LoadBalancerArn) =>
      listed(elbv2.describeListeners({ LoadBalancerArn }), 'ListenerArn'),
    );
  const rules = (): readonly string[] =>
    listeners().flatMap((ListenerArn) => listed(elbv2.describeRules({ ListenerArn }), 'RuleArn'));
  const targetGroups = (): readonly string[] =>
    listed(elbv2.describeTargetGroups({}), 'TargetGroupArn');
  const one = (all: () => readonly string[], kind: string) => (): Json =>
    (draw.next() < 0.1 ? undefined : pick(all(), draw)) ?? `arn:aws:none:${kind}/none`;
  const among =
    (...items: readonly Json[]) =>
    (): Json =>
      pick(items, draw) ?? '';
  const numbered = (prefix: string, most: number) => (): Json =>
    `${prefix}${String(1 + Math.floor(draw.next() * most)).padStart(8, '0')}`;
  const action = (): JsonObject => {
    if (draw.next() < 0.3) {
      return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
    }
    if (draw.next() < 0.3) {
      return { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Host: 'b.example' } };
    }
    return forward({ [String(pick(targetGroups(), draw) ?? 'none')]: 1 });
  };
  const transform = (): JsonObject => {
    const Rewrites = [{ Regex: '^(.*)$', Replace: draw.next() < 0.5 ? '$1' : 'b.example' }];
    return draw.next() < 0.5
      ? { Type: 'url-rewrite', UrlRewriteConfig: { Rewrites } }
      : { Type: 'host-header-rewrite', HostHeaderRewriteConfig: { Rewrites } };
  };
  return {
    LoadBalancerArn: one(loadBalancers, 'loadbalancer'),
    ListenerArn: one(listeners, 'listener'),
    RuleArn: one(rules, 'listener-rule'),
    TargetGroupArn: one(targetGroups, 'targetgroup'),
    ResourceArn: () =>
      one(pick([loadBalancers, listeners, rules, targetGroups], draw) ?? rules, 'none')(),
    LoadBalancerName: numbered('lb-', 30),
    TargetGroupName: numbered('tg-', 60),
    SubnetId: numbered('subnet-', 99),
    SecurityGroupId: numbered('sg-', 9),
    VpcId: numbered('vpc-', 3),
    Subnets: () => ['subnet-0000000a', 'subnet-0000000b'],
    ProtocolEnum: among('HTTP', 'HTTP', 'HTTP', 'HTTP', 'HTTP', 'HTTP', 'HTTPS', 'TCP'),
    LoadBalancerTypeEnum: among('application', 'application', 'application', 'network'),
    TargetTypeEnum: among('instance', 'instance', 'instance', 'ip'),
    ProtocolVersion: among('HTTP1', 'HTTP1', 'HTTP1', 'HTTP2'),
    HealthCheckEnabled: among(true, true, true, false),
    TargetGroupIpAddressTypeEnum: among('ipv4', 'ipv4', 'ipv6'),
    HealthCheckPort: among('traffic-port', '8081'),
    Path: among('/', '/health'),
    HttpCode: among('200', '200-299', '200,202'),
    Matcher: () => ({ HttpCode: '200' }),
    HealthCheckTimeoutSeconds: among(2, 5),
    HealthCheckIntervalSeconds: among(10, 30),
    SslPolicyName: among('ELBSecurityPolicy-2016-08', 'none'),
    Actions: () => [action()],
    RuleConditionList: () => [{ Field: 'host-header', Values: ['shop.example'] }],
    RuleTransform: transform,
    TargetGroupAttribute: () => ({ Key: 'stickiness.enabled', Value: 'false' }),
    LoadBalancerAttribute: () => ({ Key: 'routing.http2.enabled', Value: 'true' }),
    Marker: among('', 'from-1'),
    TargetId: () => pick(instances(twin.inspect()), draw) ?? 'i-none',
  };
}

function instances(world: JsonObject): readonly string[] {
  const groups = world['groups'] as readonly { instances: readonly { id: string }[] }[];
  return groups.flatMap((group) => group.instances.map(({ id }) => id));
}
