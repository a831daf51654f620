// A project is found again from wherever a command runs.
import { expect, test } from 'vitest';
import { leadingThere, stateOf, whereOf } from './where.ts';

test.each([
  ['in the folder itself', {}, 'pipeline.yaml', '.penstock', ''],
  ['from outside', {}, 'shop/pipeline.yaml', 'shop/.penstock', ' --project shop'],
  ['with a folder given', { project: 'a' }, 'b/pipeline.yaml', 'a/.penstock', ' --project a'],
  ['with a state folder', { state: '/var/s' }, 'p.yaml', '/var/s', ' --state /var/s'],
  ['with no file', { project: 'a' }, undefined, 'a/.penstock', ' --project a'],
])('%s', (_, options, file, state, where) => {
  expect(stateOf(options, file)).toBe(state);
  expect(whereOf(options, file)).toBe(where);
});

test.each([
  ['See "penstock status 1".', 'See "penstock status 1 --project a".'],
  ['"penstock list" shows those there are.', '"penstock list --project a" shows those there are.'],
  ['Go on with "penstock resume 1 --project a".', 'Go on with "penstock resume 1 --project a".'],
  ['"penstock abort 2 --restore" stops it.', '"penstock abort 2 --restore --project a" stops it.'],
  ['Start one with "penstock twin up".', 'Start one with "penstock twin up".'],
  ['A comment: "penstock".', 'A comment: "penstock".'],
])('the commands in %s find the project again', (text, expected) => {
  expect(leadingThere(text, ' --project a')).toBe(expected);
});

test('from the project folder every text stays as it is', () => {
  expect(leadingThere('See "penstock status 1".', '')).toBe('See "penstock status 1".');
});
