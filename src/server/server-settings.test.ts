// The settings file of the server: what is taken, and what nothing starts with.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refuseOpenAbroad } from './people/loopback.ts';
import { readServerSettings, type ServerSettings } from './server-settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PROVIDER = `
  - id: corp
    name: Corp
    issuer: https://id.example.com/realms/a
    clientId: penstock`;

function read(text: string, environment: Record<string, string> = {}): ServerSettings {
  const file = join(folder, 'penstock-server.yaml');
  writeFileSync(file, text);
  return readServerSettings(file, environment);
}

test('an empty file has no identity providers', () => {
  expect(read('')).toEqual({ oidc: [], trustedProxies: [] });
  expect(read('oidc: []')).toEqual({ oidc: [], trustedProxies: [] });
});

test('a provider needs little, and the rest is as providers commonly have it', () => {
  expect(read(`oidc:${PROVIDER}`).oidc).toEqual([
    {
      ...{ id: 'corp', name: 'Corp', issuer: 'https://id.example.com/realms/a' },
      ...{ clientId: 'penstock', clientSecret: undefined, scopes: ['openid', 'profile', 'email'] },
      ...{ groupsClaim: 'groups', groupsPrefix: '', userClaim: 'email', owners: [], roles: [] },
    },
  ]);
});

test('a client secret is in the environment or in a file beside the settings', () => {
  const by = (reference: string) => `oidc:${PROVIDER}\n    clientSecret: ${reference}`;
  expect(read(by('{ env: CORP }'), { CORP: 'hush' }).oidc[0]?.clientSecret).toBe('hush');
  writeFileSync(join(folder, 'secret.txt'), 'hush hush\n');
  expect(read(by('{ file: secret.txt }')).oidc[0]?.clientSecret).toBe('hush hush');
  expect(() => read(by('{ env: CORP }'))).toThrow('CORP, which is not set. Nothing was started.');
  expect(() => read(by('{ file: none.txt }'))).toThrow('cannot be read');
});

test('a secret that is written out is refused, and not repeated', () => {
  const text = `oidc:${PROVIDER}\n    clientSecret: my-very-secret`;
  expect(() => read(text)).toThrow('Nothing was started.');
  expect(() => read(text)).not.toThrow('my-very-secret');
});

test('what is misspelt, twice or over plain http is refused with its place', () => {
  expect(() => read('oicd: []')).toThrow('oicd');
  expect(() => read(`oidc:${PROVIDER}\n    groupClaim: x`)).toThrow('groupClaim');
  expect(() => read(`oidc:${PROVIDER}${PROVIDER}`)).toThrow(
    'two identity providers have the id corp',
  );
  const plain = PROVIDER.replace('https', 'http');
  expect(() => read(`oidc:${plain}`)).toThrow('an issuer is reached over https');
  expect(() => read('oidc: [')).toThrow('cannot be read');
  expect(read(`oidc:${plain.replace('id.example.com', '127.0.0.1:8080')}`).oidc).toHaveLength(1);
});

test('the examples of the documentation are understood', () => {
  const examples = ['people.md', 'control-room.md'].flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
    return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example);
  });
  const ofProviders = examples.filter((example) => example.includes('oidc:'));
  expect(ofProviders).toHaveLength(2);
  for (const example of ofProviders) {
    const names = [...example.matchAll(/env: (\w+)/g)].map(([, name = '']) => [name, 'hush']);
    const [provider] = read(example, Object.fromEntries(names)).oidc;
    expect(provider).toMatchObject({ id: 'corp', clientSecret: 'hush' });
    expect(provider?.roles.length).toBeGreaterThan(0);
  }
});

test('proxies are trusted by their addresses alone', () => {
  expect(read('trustedProxies: [127.0.0.1, "2001:db8::1"]').trustedProxies).toHaveLength(2);
  expect(() => read('trustedProxies: [proxy.example.com]')).toThrow('named by its IP address');
});

test('a server that others reach is not opened to everybody', () => {
  const refuse = (host: string, publicUrl?: string) => () =>
    refuseOpenAbroad({ openOnLoopback: true, host, publicUrl });
  expect(refuse('127.0.0.1')).not.toThrow();
  expect(refuse('localhost')).not.toThrow();
  expect(refuse('0.0.0.0')).toThrow('--host 0.0.0.0 lets others reach it');
  expect(refuse('::')).toThrow('--host');
  expect(refuse('127.0.0.1', 'https://penstock.example.com')).toThrow('--public-url');
  const closed = { openOnLoopback: false, host: '0.0.0.0', publicUrl: undefined };
  expect(() => refuseOpenAbroad(closed)).not.toThrow();
});
