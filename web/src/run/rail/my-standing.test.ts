// Who may act at a gate: the page says it before anybody presses, with names where it is not you.
import { expect, test } from 'vitest';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { type Me, myStanding } from './my-standing.ts';

const gate: GateOnPage = {
  ...{ path: 'shop/approve', attempt: 1, name: 'Approve prod', message: '', rung: 'prod-50' },
  ...{ openedAt: 0, expiresAt: 1, needed: 2, given: 0, userGroups: ['payments_sre'] },
  ...{ disallowPipelineExecutor: false, disallowedUserEmails: [], decisions: [], inputs: [] },
  ...{ review: null, trouble: null },
};
const me: Me = {
  ...{ user: 'ada', name: 'Ada', email: 'ada@shop.example', role: 'approver' },
  ...{ mayApprove: true, mayOperate: false, groups: ['payments_sre'] },
};

const standing = (
  given: Partial<GateOnPage>,
  who: Partial<Me> = {},
  members: readonly string[] = [],
) => myStanding({ ...gate, ...given }, { ...me, ...who }, 'olga', members);

test('a member of the group with the role may', () => {
  expect(standing({})).toEqual({ is: 'may', as: 'payments_sre' });
});

test('who is in none of the groups is told whom to ask', () => {
  const members = ['ada', 'bob', 'cy', 'dee'];
  expect(standing({}, { groups: [] }, members)).toEqual({
    is: 'may-not',
    why: 'For payments_sre: ask bob, cy, 1 other.',
  });
});

test('who started the run may not where the gate wants somebody else', () => {
  const who = { user: 'olga', name: 'Olga', email: null };
  expect(standing({ disallowPipelineExecutor: true }, who).is).toBe('may-not');
  expect(standing({ disallowPipelineExecutor: false }, who).is).toBe('may');
});

test('who is named by email as one who may not, may not, however it is written', () => {
  expect(standing({ disallowedUserEmails: ['Ada@Shop.example'] }).is).toBe('may-not');
});

test('who has decided is shown as counted', () => {
  const decisions = [{ by: 'ada', decision: 'approve' as const, comment: null, at: 5 }];
  expect(standing({ decisions })).toEqual({ is: 'counted', decision: 'approve', at: 5 });
});

test('the role is needed beside the group', () => {
  expect(standing({}, { role: 'operator', mayApprove: false })).toMatchObject({
    is: 'may-not',
    why: expect.stringContaining('approving needs approver'),
  });
});
