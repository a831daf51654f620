// What approvers are asked to give, and that later steps read it.
import { expect, test } from 'vitest';
import { approve, bench } from '../../tests/step-bench.ts';
import { askedOfApprovers } from './approver-inputs.ts';

test('every way to say what may be given becomes one', () => {
  expect(
    askedOfApprovers([
      { name: 'ticket', required: true, regex: 'OPS-.*' },
      { name: 'region', defaultValue: 'eu', selectOneFrom: 'eu,us' },
      { name: 'zones', selectManyFrom: 'a,b,c' },
      { name: 'note' },
    ]),
  ).toEqual([
    { name: 'ticket', isRequired: true, regex: 'OPS-.*' },
    {
      name: 'region',
      isRequired: false,
      default: 'eu',
      allowed: { values: ['eu', 'us'], many: false },
    },
    { name: 'zones', isRequired: false, allowed: { values: ['a', 'b', 'c'], many: true } },
    { name: 'note', isRequired: false },
  ]);
});

test.each([
  ['the same twice', [{ name: 'a' }, { name: 'a' }], 'asked for twice'],
  ['two rules', [{ name: 'a', regex: 'x', allowedValues: 'x' }], 'is enough'],
  [
    'a default that does not fit',
    [{ name: 'a', defaultValue: 'z', allowedValues: 'x,y' }],
    'default',
  ],
  ['a pattern that is none', [{ name: 'a', regex: '(' }], 'cannot be asked for'],
])('%s cannot be asked for', (_what, inputs, message) => {
  expect(() => askedOfApprovers(inputs)).toThrow(message);
});

test('the gate holds what is asked', async () => {
  const game = bench({
    steps: [approve({ approverInputs: [{ name: 'ticket', required: true }] })],
  });
  await game.runUntilGate();
  const opened = (await game.events()).find((event) => event.type === 'ApprovalOpened');
  expect(opened?.approval.inputs).toEqual([{ name: 'ticket', isRequired: true }]);
});
