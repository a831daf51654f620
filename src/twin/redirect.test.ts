// Specifies where redirects lead.
import { expect, test } from 'vitest';
import { redirectLocation } from './redirect.ts';
import type { RedirectView } from './routing-view.ts';

const unchanged: RedirectView = {
  type: 'redirect',
  status: 301,
  protocol: '#{protocol}',
  host: '#{host}',
  port: '#{port}',
  path: '/#{path}',
  query: '#{query}',
};
const request = { protocol: 'http', host: 'shop.example', port: 80, path: '/a/b', query: 'x=1' };

test('what the action does not name stays', () => {
  const toHttps = { ...unchanged, protocol: 'HTTPS', port: '443' };
  expect(redirectLocation(toHttps, request)).toBe('https://shop.example:443/a/b?x=1');
});

test('placeholders stand anywhere in host, path and query', () => {
  const moved = {
    ...unchanged,
    host: 'new.#{host}',
    path: '/v2/#{path}/#{port}',
    query: 'from=#{host}&#{query}',
  };
  expect(redirectLocation(moved, request)).toBe(
    'http://new.shop.example:80/v2/a/b/80?from=shop.example&x=1',
  );
});

test('without a query there is no question mark, and a $ of the request stays one', () => {
  const bare = { ...request, path: "/$&/$'", query: '' };
  expect(redirectLocation(unchanged, bare)).toBe("http://shop.example:80/$&/$'");
});
