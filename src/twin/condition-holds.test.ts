// Specifies the conditions of rules that look at a request's method, parameters and address.
import { expect, test } from 'vitest';
import { conditionHolds, type RoutedRequest } from './condition-holds.ts';

const request: RoutedRequest = { host: 'shop.example', path: '/', headers: {} };
const parameters = (query: string, key: string | undefined, value: string): boolean =>
  conditionHolds({ field: 'query-string', values: [{ key, value }] }, { ...request, query });
const from = (clientAddress: string, ...values: string[]): boolean =>
  conditionHolds({ field: 'source-ip', values }, { ...request, clientAddress });

test('a parameter matches by key and value in any case, with wildcards', () => {
  expect(parameters('a=1&Version=V2', 'version', 'v?')).toBe(true);
  expect(parameters('a=1&version=3', 'version', 'v?')).toBe(false);
  expect(parameters('other=v2', 'version', 'v2')).toBe(false);
});

test('without a key any parameter with the value matches', () => {
  expect(parameters('a=1&b=two', undefined, 't*')).toBe(true);
  expect(parameters('', undefined, '*')).toBe(false);
});

test('a parameter without a value has an empty one, and the rest of its value keeps its =', () => {
  expect(parameters('debug', 'debug', '')).toBe(true);
  expect(parameters('q=a=b', 'q', 'a=b')).toBe(true);
});

test('methods are compared with their case', () => {
  const isRead = { field: 'http-request-method', values: ['GET', 'HEAD'] } as const;
  expect(conditionHolds(isRead, { ...request, method: 'HEAD' })).toBe(true);
  expect(conditionHolds(isRead, { ...request, method: 'get' })).toBe(false);
  expect(conditionHolds(isRead, { ...request, method: 'POST' })).toBe(false);
});

test('an address matches by its block, of IPv4 and of IPv6', () => {
  expect(from('10.1.2.3', '192.168.0.0/16', '10.0.0.0/8')).toBe(true);
  expect(from('11.1.2.3', '192.168.0.0/16', '10.0.0.0/8')).toBe(false);
  expect(from('10.1.2.127', '10.1.2.64/26')).toBe(true);
  expect(from('10.1.2.128', '10.1.2.64/26')).toBe(false);
  expect(from('2001:db8::1', '2001:db8::/32')).toBe(true);
  expect(from('2001:db9::1', '2001:db8::/32')).toBe(false);
  expect(from('::ffff:10.1.2.3', '10.0.0.0/8')).toBe(true);
  expect(from('10.1.2.3', '0.0.0.0/0')).toBe(true);
});

test('what is no address or no block never matches', () => {
  expect(from('', '0.0.0.0/0')).toBe(false);
  expect(from('10.0.0.1', '10.0.0.0/33')).toBe(false);
  expect(from('10.0.0.1', '10.0.0/8')).toBe(false);
  expect(from('1::2::3', '1::2::3/128')).toBe(false);
});
