// Specifies what counts as a good answer and as which failure.
import { expect, test } from 'vitest';
import { noTraffic, type RequestOutcome, reportOf, withOutcome } from './traffic-counts.ts';

function status(status: number, version?: string): RequestOutcome {
  return { kind: 'status', status, version };
}

test.each([
  [status(200, '2'), { answered: 1, versions: { '2': 1 } }],
  [status(200), { failed: 1, wrongAnswers: 1 }],
  [status(404, '2'), { failed: 1, wrongAnswers: 1 }],
  [status(503), { failed: 1, serverErrors: 1 }],
  [{ kind: 'unanswered' } as const, { failed: 1, unanswered: 1 }],
])('%o counts as %o', (outcome, counted) => {
  expect(withOutcome(noTraffic, outcome)).toEqual({ ...noTraffic, ...counted });
});

test('the report sums the hosts', () => {
  const one = withOutcome(withOutcome(noTraffic, status(200, '1')), status(200, '2'));
  const other = withOutcome(withOutcome(noTraffic, status(200, '2')), status(502));
  expect(reportOf({ one, other })).toMatchObject({
    answered: 3,
    failed: 1,
    versions: { '1': 1, '2': 2 },
    hosts: { one: { answered: 2 }, other: { answered: 1 } },
  });
});
