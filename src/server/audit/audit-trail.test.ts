// The audit trail: only added to, paged, bounded, and without secrets.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PeopleOfTest, peopleOfTest } from '../../../tests/server/people-room.ts';
import type { AuditEntry } from '../guard.ts';
import { type AuditTrail, auditTrailIn } from './audit-trail.ts';

let here: PeopleOfTest;
let trail: AuditTrail;
beforeEach(() => {
  here = peopleOfTest();
  trail = auditTrailIn(here.database, () => here.clock.now());
});
afterEach(() => here.close());

function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    caller: { user: 'ada', by: 'password', from: '10.0.0.7' },
    what: 'setMember',
    project: 'shop',
    run: undefined,
    outcome: 'done',
    before: null,
    after: null,
    ...more,
  };
}

const nobody = { user: '', by: 'nobody', from: '10.0.0.7' } as const;

test('what is written stays as it was written', () => {
  trail.add(entry());
  expect(() => here.database.run(`UPDATE audit SET who = 'eve'`)).toThrow('only added to');
  expect(() => here.database.run('DELETE FROM audit')).toThrow('only added to');
  expect(trail.page({ limit: 10 }).items).toMatchObject([{ who: 'ada', what: 'setMember' }]);
});

test('pages follow each other without gap or double, while new lines come', () => {
  for (let index = 0; index < 5; index++) trail.add(entry({ what: `w${index}` }));
  const first = trail.page({ limit: 2 });
  trail.add(entry({ what: 'new' }));
  const second = trail.page({ limit: 2, cursor: first.next ?? '' });
  const third = trail.page({ limit: 2, cursor: second.next ?? '' });
  const seen = [first, second, third].flatMap(({ items }) => items.map(({ what }) => what));
  expect(seen).toEqual(['w4', 'w3', 'w2', 'w1', 'w0']);
  expect(third.next).toBeNull();
});

test('a page is of one project, one run or one person', () => {
  trail.add(entry());
  trail.add(entry({ project: 'bank', run: 'r1' }));
  trail.add(entry({ caller: { user: 'bob', by: 'token', token: 'ci (pst_abcd…)', from: '::1' } }));
  expect(trail.page({ project: 'bank', limit: 9 }).items).toMatchObject([{ run: 'r1' }]);
  expect(trail.page({ project: 'shop', run: 'r1', limit: 9 }).items).toEqual([]);
  expect(trail.page({ who: 'bob', limit: 9 }).items).toMatchObject([
    { how: 'token ci (pst_abcd…)', from: '::1' },
  ]);
});

test('secrets are not kept, by their names or by their look', () => {
  const token = `pst_${'a1B2'.repeat(11)}`;
  trail.add(
    entry({
      before: { password: 'correct horse', nested: [{ clientSecret: 'hidden' }] },
      after: { comment: `use ${token} then`, present: 'old one', isPasswordNew: true, count: 3 },
    }),
  );
  const [kept] = trail.page({ limit: 1 }).items;
  expect(kept).toMatchObject({
    before: { password: '(not kept)', nested: [{ clientSecret: '(not kept)' }] },
    after: { comment: 'use (not kept) then', present: '(not kept)', isPasswordNew: true, count: 3 },
  });
});

test('what is too long is kept by its beginning, within 4 kB', () => {
  trail.add(entry({ after: { text: '"\\ß'.repeat(5_000) } }));
  const row = here.database.one('SELECT after FROM audit');
  expect(Buffer.byteLength(String(row?.['after']))).toBeLessThanOrEqual(4_096);
  expect(trail.page({ limit: 1 }).items[0]?.after).toMatchObject({
    tooLong: expect.stringContaining('bytes'),
    beginning: expect.stringContaining('{"text":"'),
  });
});

test('refused calls of nobody are listed up to a bound, and that there were more', async () => {
  for (let index = 0; index < 500; index++) {
    trail.add(entry({ caller: nobody, what: 'signIn', outcome: 'wrong-credentials' }));
  }
  trail.add(entry());
  const { items } = trail.page({ limit: 500 });
  expect(items).toHaveLength(201);
  expect(items[1]?.outcome).toBe('too-many-to-list');
  await here.clock.advance(60_000);
  trail.add(entry({ caller: nobody, outcome: 'wrong-credentials' }));
  expect(trail.page({ limit: 1 }).items[0]?.outcome).toBe('wrong-credentials');
});
