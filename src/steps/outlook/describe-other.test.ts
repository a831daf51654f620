// What a plan tells of the steps around a deployment.
import { expect, test } from 'vitest';
import { step } from '../../../tests/plan-builder.ts';
import type { JsonObject } from '../../lib/json.ts';
import { describeOther } from './describe-other.ts';

test.each<[string, JsonObject, string]>([
  ['Wait', { duration: '20m' }, 'waits for 20 min'],
  [
    'Wait',
    { duration: '<+execution.steps.a.output.x>' },
    'waits for <+execution.steps.a.output.x>',
  ],
  ['Barrier', { barrierRef: 'ready' }, 'waits for the other steps at the barrier "ready"'],
  [
    'Queue',
    { key: 'db', scope: 'Stage' },
    'waits for its turn in the queue "db", and keeps it to the end of the stage',
  ],
  ['Http', { method: 'POST', url: 'https://a.example' }, 'sends POST https://a.example once'],
  [
    'Email',
    { subject: 'Done', to: 'ada@example.com', toUserGroups: ['ops'] },
    'sends the mail "Done" to ada@example.com, group ops',
  ],
])('a step of type %s with %j', (type, spec, note) => {
  expect(describeOther(step('a', { type, spec })('s/steps', 0)).notes).toEqual([note]);
});

test('a wait takes its time at least', () => {
  const wait = step('a', { type: 'Wait', spec: { duration: '2m' } })('s/steps', 0);
  expect(describeOther(wait).leastMs).toBe(120_000);
});
