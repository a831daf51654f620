// Specifies how a rule's transforms rewrite a request.
import { expect, test } from 'vitest';
import { compiledRewrite, rewritten } from './rewrite.ts';

const given = { host: 'mywebsite-example.com:8080', url: '/api/v1/users?page=2' };
const rewrite = (regex: string, replace: string) => ({ regex, replace });

test('the host is rewritten by groups of its pattern and keeps its port', () => {
  const host = rewrite('^mywebsite-(.+).com$', 'internal.dev.$1.myweb.com');
  expect(rewritten({ host }, given)).toEqual({
    host: 'internal.dev.example.myweb.com:8080',
    url: given.url,
  });
});

test.each([
  ['a prefix', '^/api/v1/(.*)$', '/v2/$1', '/v2/users?page=2'],
  ['all but the query', '^([^?]*)', '/whole', '/whole?page=2'],
  ['the query', 'page=(\\d+)', 'offset=$1', '/api/v1/users?offset=2'],
  ['only the first match', '[aeiou]', 'X', '/Xpi/v1/users?page=2'],
  ['nothing where it does not match', '^/other', '/x', given.url],
  ['a group that took no part as nothing', '^/api(/none)?', '/x$1$9', '/x/v1/users?page=2'],
  ['other dollars as they are', '^/api', '/$&$$', '/$&$$/v1/users?page=2'],
])('the address is rewritten in %s', (_, regex, replace, url) => {
  expect(rewritten({ url: rewrite(regex, replace) }, given)?.url).toBe(url);
});

test.each([
  ['no path', { url: rewrite('^/', '') }],
  ['a space in it', { url: rewrite('v1', 'v 1') }],
  ['a line break in it', { url: rewrite('v1', '\r\nx: y') }],
  ['no host', { host: rewrite('.*', '') }],
  ['a host with a slash', { host: rewrite('^', 'a/') }],
])('%s after the rewrite is a failure', (_, transforms) => {
  expect(rewritten(transforms, given)).toBeUndefined();
});

test.each(['a(?=b)', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>', '(?>a)', 'a++', '\\p{L}', '(', '(?R)'])(
  'load balancers do not take %s',
  (regex) => {
    expect(compiledRewrite(rewrite(regex, ''))).toBeUndefined();
  },
);

test.each(['(?:a|b)+?', '\\(\\?=', '\\\\1', '[^/]*', '(?<name>x)', '^$'])(
  '%s is taken',
  (regex) => {
    expect(compiledRewrite(rewrite(regex, ''))).toBeInstanceOf(RegExp);
  },
);
