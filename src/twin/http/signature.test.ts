// Tests of Signature Version 4: AWS's published examples, and what makes a good signature a bad one.
import { expect, test } from 'vitest';
import type { Received } from './answer.ts';
import { signatureProblem } from './signature.ts';

const KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const NOW = Date.UTC(2015, 7, 30, 12, 36);

function signed(target: string, service: string, headers: string, signature: string): Received {
  const scope = `${KEY.accessKeyId}/20150830/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${headers}, Signature=${signature}`;
  return {
    method: 'GET',
    url: new URL(target),
    headers: {
      authorization,
      host: new URL(target).host,
      'x-amz-date': '20150830T123600Z',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: '',
  };
}

const VANILLA = signed(
  'https://example.amazonaws.com/',
  'service',
  'host;x-amz-date',
  '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
);

test.each([
  ['of the test suite', VANILLA],
  [
    'with a query',
    signed(
      'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
      'iam',
      'content-type;host;x-amz-date',
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    ),
  ],
])('AWS’s example %s is signed rightly', (_, received) => {
  expect(signatureProblem(received, [KEY], NOW)).toBeUndefined();
});

const other = (change: Partial<Received>): Received => ({ ...VANILLA, ...change });
const headed = (headers: Received['headers']): Received =>
  other({ headers: { ...VANILLA.headers, ...headers } });
const authorized = (from: string, to: string): Received =>
  headed({ authorization: VANILLA.headers['authorization']?.replace(from, to) });

test.each<[string, Received]>([
  ['another method', other({ method: 'POST' })],
  ['another path', other({ url: new URL('https://example.amazonaws.com/x') })],
  ['another query', other({ url: new URL('https://example.amazonaws.com/?a=b') })],
  ['another body', other({ body: 'x' })],
  ['another host', headed({ host: 'other.amazonaws.com' })],
  ['another time', headed({ 'x-amz-date': '20150830T123601Z' })],
  ['another day in its scope', authorized('20150830', '20150831')],
  ['another region in its scope', authorized('us-east-1', 'eu-west-1')],
  ['another signature', authorized('5fa00fa3', '5fa00fa4')],
])('%s makes the signature wrong', (_, received) => {
  expect(signatureProblem(received, [KEY], NOW)?.kind).toBe('wrong');
});

test.each<[string, Received]>([
  ['another scheme', authorized('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1')],
  ['no signature', authorized('Signature=', 'Sign=')],
  ['no signed host', authorized('SignedHeaders=host;', 'SignedHeaders=')],
  ['no date', headed({ 'x-amz-date': undefined })],
  ['no such day', headed({ 'x-amz-date': '20151340T123600Z' })],
])('%s leaves the signature incomplete', (_, received) => {
  expect(signatureProblem(received, [KEY], NOW)?.kind).toBe('incomplete');
});

test('keys of others are unknown, and so are keys without their session token', () => {
  const temporary = { ...KEY, sessionToken: 'token' };
  const problem = { kind: 'unknown-key' };
  expect(signatureProblem(VANILLA, [{ ...KEY, accessKeyId: 'B' }], NOW)).toMatchObject(problem);
  expect(signatureProblem(VANILLA, [temporary], NOW)).toMatchObject(problem);
  const carrying = headed({ 'x-amz-security-token': 'token' });
  expect(signatureProblem(carrying, [KEY], NOW)).toMatchObject(problem);
  expect(signatureProblem(carrying, [temporary], NOW)).toBeUndefined();
});

test('any date is good where nobody says what time it is', () => {
  expect(signatureProblem(VANILLA, [KEY], undefined)).toBeUndefined();
});

test('a date is good for five minutes before and after', () => {
  expect(signatureProblem(VANILLA, [KEY], NOW + 300_000)).toBeUndefined();
  expect(signatureProblem(VANILLA, [KEY], NOW - 300_000)).toBeUndefined();
  expect(signatureProblem(VANILLA, [KEY], NOW + 301_000)).toEqual({
    kind: 'skewed',
    message:
      'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)',
  });
  expect(signatureProblem(VANILLA, [KEY], NOW - 301_000)).toEqual({
    kind: 'skewed',
    message:
      'Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)',
  });
});
