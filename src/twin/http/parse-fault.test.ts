// Faults from JSON: every kind has an example, short names stand for long ones, mistakes come all at once.
import { expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { EXAMPLES } from './fault-examples.ts';
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

test.each([...EXAMPLES])('the example of %s is a fault', (_, example) => {
  expect(parseFault(example)).toMatchObject({ ok: true });
});

test('group, targetGroup and rule are short for the names of the APIs', () => {
  expect(parseFault({ kind: 'slow-boot', group: 'shop', extraMs: 1 })).toEqual({
    ok: true,
    fault: { kind: 'slow-boot', groupId: 'shop', extraMs: 1 },
  });
  const both = { kind: 'slow-boot', group: 'shop', groupId: 'shop', extraMs: 1 };
  expect(parseFault(both)).toMatchObject({ ok: false, problems: [{ path: ['group'] }] });
});

test.each<[Json, RegExp]>([
  [
    { kind: 'trottle' },
    /^"trottle" is no kind of fault\. Did you mean throttle\? Such as \{"kind"/,
  ],
  [{}, /^kind is missing\. The kinds are failing-health, throttle, .*Such as \{"kind"/],
  ['throttle', /^the fault: must be an object\. The kinds are .* Such as \{"kind":"throttle"/],
  [
    { kind: 'throttle', service: 'elb', times: 0, speed: 1 },
    /^service: .*; operation: .*; times: .*; speed: is not a field of this fault\. Such as \{"kind":"throttle"/,
  ],
  [{ kind: 'slow-boot', group: '', extraMs: 1 }, /^group: /],
  [
    { kind: 'throttle', service: 'elbv2', operation: 'ModifyRul' },
    /^operation: elbv2 has no "ModifyRul"\. Did you mean "ModifyRule"\? Such as/,
  ],
  [
    { kind: 'throttle', service: 'ec2', operation: 'StopHosts' },
    /^operation: ec2 has no "StopHosts"\. Known here: DescribeImages, DescribeInstances\. Such as/,
  ],
  [{ kind: 'failing-health' }, /^the fault: needs groupId or targetGroupArn/],
])('%j is refused with what to write instead', (json, message) => {
  const parsed = parseFault(json);
  expect(parsed).toEqual({
    ok: false,
    message: expect.stringMatching(message),
    problems: expect.any(Array),
    advice: expect.any(String),
    example: expect.any(Object),
  });
});
