// Interruptions from JSON: one instance or one group, with a notice of at most an hour.
import { expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { parseFault } from './parse-fault.ts';

test('an interruption names an instance or a group', () => {
  const fault = { kind: 'interruption', groupId: 'sig-1', noticeMs: 5_000 };
  expect(parseFault(fault)).toEqual({ ok: true, fault });
  const single = { kind: 'interruption', instanceId: 'i-1' };
  expect(parseFault(single)).toEqual({ ok: true, fault: single });
});

test.each<[string, Json]>([
  ['of nothing', { kind: 'interruption' }],
  ['of both', { kind: 'interruption', groupId: 'sig-1', instanceId: 'i-1' }],
  ['with a notice in the past', { kind: 'interruption', groupId: 'sig-1', noticeMs: -1 }],
])('an interruption %s is refused', (_, fault) => {
  expect(parseFault(fault)).toMatchObject({ ok: false });
});
