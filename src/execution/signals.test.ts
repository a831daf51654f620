// What people may send to a run, who may, and what they are told when they may not.
import { describe, expect, test } from 'vitest';
import { table } from '../../tests/decision-table.ts';
import { parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
import type { ApprovalRequest } from './event.ts';
import { type ApprovalSignal, judgeAbort, judgeApproval } from './signals.ts';

const plan = planOf([stage('s', [parallel([step('a'), step('b')])])]);
const A = 's/steps/~0/a';

function gates(changes: Partial<ApprovalRequest>, ...paths: string[]) {
  const game = table(plan);
  const approval = {
    message: 'go?',
    userGroups: ['ops'],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: ['eve'],
    review: null,
    ...changes,
  };
  for (const path of paths) {
    const base = { at: 10, path, attempt: 1, approval };
    game.record({ ...base, type: 'ApprovalOpened', expiresAt: 600_000 });
  }
  return game;
}
const bob: ApprovalSignal = { by: 'bob', groups: ['ops'], decision: 'approve', at: 20 };

test('a permitted person approves the one open gate', () => {
  const event = { type: 'ApprovalDecided', path: A, attempt: 1, by: 'bob', comment: 'fine' };
  const verdict = judgeApproval(gates({}, A).events, plan, { ...bob, comment: 'fine' });
  expect(verdict).toMatchObject({ status: 'accepted', event });
});

test.each([
  ['no gate is open', gates({}), bob, { code: 'no-gate-open' }],
  ['several are', gates({}, A, 's/steps/~0/b'), bob, { code: 'several-gates' }],
  [
    'the person is in none of the groups',
    gates({}, A),
    { ...bob, groups: ['dev'] },
    {
      code: 'not-permitted',
      userGroups: ['ops'],
    },
  ],
  [
    'the person started the run',
    gates({ disallowPipelineExecutor: true }, A),
    {
      ...bob,
      by: 'ada',
    },
    { code: 'executor-not-allowed' },
  ],
  [
    'the person is named as one who may not',
    gates({}, A),
    { ...bob, by: 'eve' },
    {
      code: 'person-not-allowed',
    },
  ],
  [
    'the email of the person is named, in other letters',
    gates({ disallowedUserEmails: ['Bob@Shop.example '] }, A),
    { ...bob, email: 'bob@shop.example' },
    { code: 'person-not-allowed' },
  ],
  [
    'the run was started under the email of the person',
    gates({ disallowPipelineExecutor: true }, A),
    { ...bob, email: 'ada' },
    { code: 'executor-not-allowed' },
  ],
  ['its time is over', gates({}, A), { ...bob, at: 600_000 }, { code: 'expired' }],
])('a decision is refused when %s', (_why, game, signal, refusal) => {
  expect(judgeApproval(game.events, plan, signal)).toMatchObject({ status: 'refused', refusal });
});

describe('A gate that asks its approvers for something', () => {
  const inputs = [
    { name: 'ticket', isRequired: true, regex: 'OPS-\\d+' },
    {
      name: 'region',
      isRequired: false,
      default: 'eu',
      allowed: { values: ['eu', 'us'], many: false },
    },
  ];

  test.each([
    ['nothing', {}, { code: 'missing-inputs', names: ['ticket'] }],
    ['only blanks', { ticket: ' ' }, { code: 'wrong-input', name: 'ticket' }],
    ['what does not match', { ticket: 'soon' }, { code: 'wrong-input', name: 'ticket' }],
    ['what is not allowed', { region: 'moon' }, { code: 'wrong-input', name: 'region' }],
    [
      'what nobody asks for',
      { colour: 'red' },
      { code: 'unknown-input', asked: ['ticket', 'region'] },
    ],
  ])('does not take %s', (_what, given, refusal) => {
    const game = gates({ inputs }, A);
    const verdict = judgeApproval(game.events, plan, { ...bob, inputs: given });
    expect(verdict).toMatchObject({ status: 'refused', refusal });
  });

  test('is rejected without them', () => {
    const verdict = judgeApproval(gates({ inputs }, A).events, plan, {
      ...bob,
      decision: 'reject',
    });
    expect(verdict).toMatchObject({ status: 'accepted' });
  });

  test('must have them at the approval that opens it, and hands on the last word on each', () => {
    const game = gates({ inputs, minimumCount: 2 }, A);
    const approve = (by: string, given: Record<string, string>) => {
      const verdict = judgeApproval(game.events, plan, { ...bob, by, inputs: given });
      if (verdict.status === 'accepted') game.record(verdict.event);
      return verdict.status;
    };
    expect(approve('bob', { region: 'us' })).toBe('accepted');
    expect(approve('cyd', { region: 'eu' })).toBe('refused');
    expect(approve('cyd', { region: 'eu', ticket: 'OPS-7' })).toBe('accepted');
    const output = game.state.steps.get(A)?.result;
    expect(output).toMatchObject({
      output: {
        approverInputs: { ticket: 'OPS-7', region: 'eu' },
        approvalActivities: [
          { approverInputs: [{ name: 'region', value: 'us' }] },
          { user: { name: 'cyd' } },
        ],
      },
    });
  });
});

test('a word for an attempt that is over does not count for the next', () => {
  const verdict = judgeApproval(gates({}, A).events, plan, { ...bob, attempt: 2 });
  expect(verdict).toMatchObject({ refusal: { code: 'another-attempt', attempt: 1 } });
});

test('nobody counts twice, and a decided gate is decided', () => {
  const game = gates({ minimumCount: 2 }, A);
  const accept = (signal: ApprovalSignal): void => {
    const verdict = judgeApproval(game.events, plan, signal);
    if (verdict.status === 'accepted') game.record(verdict.event);
  };
  accept(bob);
  const again = judgeApproval(game.events, plan, bob);
  expect(again).toMatchObject({ refusal: { code: 'already-acted' } });
  accept({ ...bob, by: 'cyd' });
  const late = judgeApproval(game.events, plan, { ...bob, by: 'dan', path: A });
  expect(late).toMatchObject({ refusal: { code: 'already-decided' } });
});

test('a run is aborted once, and not after its end', () => {
  const game = gates({}, A);
  const request = { by: 'ada', restore: true, at: 20 };
  const verdict = judgeAbort(game.events, plan, request);
  expect(verdict).toMatchObject({ status: 'accepted', event: { restore: true } });
  if (verdict.status === 'accepted') game.record(verdict.event);
  const again = judgeAbort(game.events, plan, request);
  expect(again).toMatchObject({ refusal: { code: 'already-aborting', by: 'ada' } });
  game.end('s/steps/~0/b', 30, { status: 'aborted' });
  expect(judgeAbort(game.events, plan, request)).toMatchObject({ refusal: { code: 'finished' } });
});
