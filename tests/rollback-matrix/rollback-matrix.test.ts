// Wherever a run breaks, and however: what it says of its end is true, and all that it does not name is as before.
import { afterAll, expect, test } from 'vitest';
import type { Leftover } from '../../src/execution/event.ts';
import { PROD_RULE } from '../twin-world.ts';
import { type MatrixCase, matrixCases } from './cells.ts';
import type { Left } from './expected.ts';
import { IMPOSSIBLE } from './impossible.ts';
import { type Picture, roleOf, STAGE_RULE } from './matrix-world.ts';
import { type CaseResult, runCase } from './run-case.ts';

const cases = matrixCases();

test.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
  const result = await runCase(each);
  expect(result.troubleMet + peopleIn(each), 'nothing went wrong').toBeGreaterThan(0);
  const { end, causes, exitCode, left } = each.expected;
  const said = { end: result.end, exitCode: result.exitCode };
  const named = result.leftovers.map(leftOf).sort();
  expect({ ...said, named }, textOf(result)).toEqual({ end, exitCode, named: [...left].sort() });
  expect(causes, textOf(result)).toContain(result.cause);
  expect(result.leftovers.filter(({ commands }) => commands.length === 0)).toEqual([]);
  const notNamed = differences(each, result).filter((part) => !left.some(covers(part)));
  expect(notNamed, textOf(result)).toEqual([]);
  expect(result.broken, textOf(result)).toEqual([]);
  expect(result.greenShare.said, 'the end tells where prod stands').toBe(result.greenShare.true);
  if (each.place.row !== 'before the setup') expect(result.requests.sent).toBeGreaterThan(0);
  const mayLose = each.deployment === 'first' || each.trouble.sickAt !== undefined;
  if (!mayLose) expect(result.requests.failed, 'requests were lost').toBe(0);
});

test('every case has a name of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThan(120);
});

afterAll(() => {
  const rows = new Map<string, number>();
  for (const { place } of cases) rows.set(place.row, (rows.get(place.row) ?? 0) + 1);
  const counted = [...rows].map(([row, count]) => `${row} ${count}`).join(', ');
  const never = IMPOSSIBLE.map(({ what, why }) => `${what} (${why})`).join('; ');
  process.stdout.write(`Rollback matrix: ${cases.length} cases: ${counted}. Never: ${never}.\n`);
});

function peopleIn({ trouble }: MatrixCase): number {
  return trouble.gate === undefined ? 0 : 1;
}

function leftOf({ what }: Leftover): Left | string {
  if (what.includes(PROD_RULE)) return 'the prod rule';
  if (what.includes(STAGE_RULE)) return 'the stage rule';
  const role = roleOf(/sig-\w+/.exec(what)?.[0] ?? '');
  if (what.startsWith('The scheduled tasks')) return `the tasks of ${role}`;
  return what.startsWith('Processes') ? `the processes of ${role}` : role;
}

/** The parts of the world that are not as they were; what made room for green is no part of it. */
function differences({ expected }: MatrixCase, { before, after }: CaseResult): readonly string[] {
  const parts = [...new Set([...before.keys(), ...after.keys()])];
  const changed = parts.filter((part) => before.get(part) !== after.get(part));
  if (!expected.isLeftoverGone) return changed;
  const isGone = (picture: Picture): boolean => !picture.has('the leftover');
  const rest = changed.filter((part) => !part.endsWith('the leftover'));
  return isGone(after) ? rest : [...rest, 'the leftover is still there'];
}

/** Each leftover by the parts of the world that it speaks of. */
function covers(part: string): (left: Left) => boolean {
  return (left) => {
    if (left === 'green') return part === 'green' || part.endsWith(' of green');
    if (left === 'blue') return part === 'the name of blue' || part === 'the capacity of blue';
    if (left === 'the leftover') return part === 'the capacity of the leftover';
    return part === left;
  };
}

function textOf({ end, cause, leftovers, events }: CaseResult): string {
  const failures = events.flatMap((event) =>
    event.type === 'AttemptFinished' && event.result.status === 'failed'
      ? [event.result.failure.message]
      : [],
  );
  return JSON.stringify({ end, cause, leftovers, failures }, null, 1);
}
