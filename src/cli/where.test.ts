// A project is found again from wherever a command runs.
import { expect, test } from 'vitest';
import { stateOf, whereOf } from './where.ts';

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
