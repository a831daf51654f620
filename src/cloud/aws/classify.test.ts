// Every way in which a call to AWS can fail, over a real connection, as the kind that the caller acts by.
import { expect, test } from 'vitest';
import {
  closedAddress,
  type GivenAnswer,
  startAnsweringServer,
} from '../../../tests/answering-server.ts';
import { clientsOf, LISTENER, queryError, RULE } from '../../../tests/aws-answers.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import type { CloudError } from '../cloud-error.ts';
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import { createAwsLoadBalancers } from './load-balancers.ts';

const rule: Rule = {
  arn: RULE,
  listenerArn: LISTENER,
  priority: '10',
  isDefault: false,
  conditions: [],
  actions: [],
};

function adapterAt(url: string, timeoutMs = 10_000): LoadBalancers {
  return createAwsLoadBalancers({ client: clientsOf(url).loadBalancing, timeoutMs });
}

async function failures(given: GivenAnswer): Promise<{ read: CloudError; write: CloudError }> {
  await using server = await startAnsweringServer(() => given);
  const adapter = adapterAt(server.url, given === 'never' ? 300 : undefined);
  const read = await cloudErrorOf(() => adapter.rules(LISTENER));
  const write = await cloudErrorOf(() => adapter.writeActions(rule, []));
  expect(server.received, 'no call is repeated').toHaveLength(2);
  return { read, write };
}

test.each([
  [400, 'Throttling', 'throttled'],
  [400, 'ThrottlingException', 'throttled'],
  [503, 'RequestLimitExceeded', 'throttled'],
  [400, 'TargetGroupNotFound', 'not-found'],
  [403, 'AccessDenied', 'denied'],
  [403, 'InvalidClientTokenId', 'denied'],
  [403, 'SignatureDoesNotMatch', 'denied'],
  [403, 'ExpiredToken', 'denied'],
  [400, 'ValidationError', 'invalid'],
  [400, 'InvalidConfigurationRequest', 'invalid'],
  [400, 'OperationNotPermitted', 'conflict'],
  [400, 'ResourceInUse', 'conflict'],
  [429, 'PriorRequestNotComplete', 'conflict'],
  [400, 'SomethingNew', 'invalid'],
])('HTTP %i with %s is %s, for reads and writes alike', async (status, code, kind) => {
  const { read, write } = await failures(queryError(status, code, 'because'));
  expect([read.kind, write.kind]).toEqual([kind, kind]);
  expect([read.code, write.code]).toEqual([code, code]);
  expect(write.message).toBe('AWS refused ModifyRule: because');
});

test.each<[string, GivenAnswer]>([
  ['a failure of the service', queryError(500, 'InternalFailure', 'oops')],
  ['a gateway without a body of AWS', { status: 502, body: '<html>Bad Gateway</html>' }],
  ['plain text', { status: 503, body: 'busy' }],
  ['an answer that is not XML', { status: 200, body: 'hello' }],
  ['a cut connection', 'broken'],
  ['an answer cut in the middle', 'half'],
  ['silence', 'never'],
])('%s makes a read unavailable and the outcome of a write unknown', async (_, given) => {
  const { read, write } = await failures(given);
  expect([read.kind, write.kind]).toEqual(['unavailable', 'unknown-outcome']);
});

test('a write that nobody listened to was certainly not sent', async () => {
  const adapter = adapterAt(await closedAddress());
  const error = await cloudErrorOf(() => adapter.writeActions(rule, []));
  expect([error.kind, error.code]).toEqual(['unavailable', 'ECONNREFUSED']);
});
