// A page that is read again and again is made anew when anything has changed, and its clock goes on in between.
import { expect, test } from 'vitest';
import { ladderPlan, started, timed } from '../../../tests/view-fixture.ts';
import { createPageReader } from './page-reader.ts';
import { extendSource, newSource, type RunSurroundings } from './run-source.ts';

const given = { project: 'shop', run: '7', planHash: 'plan', plan: ladderPlan() };

test('nothing new is the same page at a later time; an event, a driver or a lock makes another', async () => {
  const source = newSource({ ...given, events: timed(started) });
  let around: RunSurroundings = {
    now: 1_000,
    speed: 1,
    driver: { driver: 'process 1', standsStill: false },
    holds: [],
  };
  const reader = createPageReader({ of: async () => source }, async () => around);
  const first = await reader.of('7');
  around = { ...around, now: 1_400 };
  const second = await reader.of('7');
  expect(second).toEqual({ ...first, now: 1_400 });
  expect(second.lanes).toBe(first.lanes);
  around = { ...around, holds: ['the rule x'] };
  expect(await reader.of('7')).toMatchObject({ holds: ['the rule x'] });
  around = { ...around, driver: { driver: null, standsStill: true } };
  expect(await reader.of('7')).toMatchObject({ standsStill: true });
  extendSource(source, [{ type: 'NodeStarted', path: '', at: 1_500 }]);
  expect(await reader.of('7')).toMatchObject({ length: 2 });
});
