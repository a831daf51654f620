// Specifies how a world's AMIs become programs.
import { expect, test } from 'vitest';
import type { AmiSpec } from '../../twin/world-spec.ts';
import { localAmis } from './local-amis.ts';

function ami(id: string, host: AmiSpec['host']): AmiSpec {
  const simulated = { bootMs: 0, healthStatus: 200, responseMs: 0, share5xx: 0 };
  return { id, version: '1', host, simulated };
}

test('programs run in the folder of the world, or in one below it', () => {
  const found = localAmis(
    [ami('a', { command: ['node', 'a.mjs'] }), ami('b', { command: ['b'], cwd: 'app' })],
    '/world',
  );
  expect(found).toEqual([
    { id: 'a', version: '1', command: ['node', 'a.mjs'], cwd: '/world' },
    { id: 'b', version: '1', command: ['b'], cwd: '/world/app' },
  ]);
});

test('every AMI without a program is named', () => {
  expect(() => localAmis([ami('a', {}), ami('b', { command: [] })], '/world')).toThrow(
    /a: host.command.*\n.*b: host.command/,
  );
});
