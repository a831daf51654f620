// Which secrets are hidden: those that were read, but for the addresses of load balancers.
import { expect, test } from 'vitest';
import type { Secret } from '../pipeline/pipeline.ts';
import { createSecrets } from './secrets.ts';

const RULE =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/50dc/a6d2/1291';
const inline = (identifier: string, value: string): Secret =>
  ({ identifier, name: identifier, valueType: 'Inline', value }) as unknown as Secret;

test('a value is hidden once it was read; an address, an empty one and an unread one are not', () => {
  const given = [
    inline('token', 's3cret'),
    inline('rule', RULE),
    inline('empty', ''),
    inline('unread', 'never asked for'),
  ];
  const secrets = createSecrets(given, '.', {});
  for (const identifier of ['account.token', 'rule', 'empty', 'nobody']) secrets.read(identifier);
  expect(secrets.hidden()).toEqual(['s3cret']);
});
