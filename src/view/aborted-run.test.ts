// What people see of a run that somebody ended early.
import { describe, expect, test } from 'vitest';
import {
  approvePath,
  begun,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import { FACT } from '../traffic/facts.ts';
import { buildRunView } from './build-run-view.ts';
import { sentence } from './sentence.ts';

const RULE = 'arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/shop/1/2/3';
const fact = (name: string, value: object): UntimedEvent =>
  ({ type: 'FactRecorded', path: shiftPath(0), attempt: 1, name, key: 'k', value }) as UntimedEvent;
const image = { ruleArn: RULE, region: 'us-east-1', label: 'prod', lane: 'prod', actions: [] };
const group = (id: string, name: string) => ({
  id,
  name,
  capacity: { minimum: 1, target: 2, maximum: 4 },
});
const setup = { green: group('sig-2', 'shop__STAGE__Harness'), blue: group('sig-1', 'shop') };
const aborted = (restore: boolean): UntimedEvent => ({
  type: 'AbortRequested',
  by: 'ada',
  restore,
});
const ended = (end: 'Dirty' | 'RolledBack'): UntimedEvent => ({
  type: 'ExecutionFinished',
  status: 'Aborted',
  end,
  cause: 'aborted',
  leftovers: [],
});
const back: UntimedEvent = { type: 'RollbackStarted', path: 'shop', cause: 'aborted' };
const half = [
  started,
  fact(FACT.setup, setup),
  fact(FACT.beforeImage, image),
  begun(shiftPath(0)),
  rungFact(shiftPath(0), { ruleArn: RULE }),
];
const view = (...events: readonly UntimedEvent[]) =>
  buildRunView(ladderPlan(), timed(...events), 60_000);

describe('A run that was aborted', () => {
  test('waits for nobody any more', () => {
    const seen = view(started, begun(approvePath(0)), gateOpened(approvePath(0)), aborted(false));
    expect(seen.gates).toEqual([]);
    expect(sentence(seen)).toBe('ada aborted the run, to be left as it is. Prod stands on blue.');
  });

  test('and goes back says because of whom', () => {
    expect(sentence(view(...half, aborted(true), back))).toMatch(
      /^Rolling back: ada aborted the run\./,
    );
  });

  test('and was left lists rules first, then groups, each with what clears it', () => {
    const seen = view(...half, aborted(false), ended('Dirty'));
    expect(sentence(seen)).toMatch(/^Dirty\. ada aborted .* Prod stands at 50 % green\. 3 things/);
    expect(seen.leftovers.map(({ what, commands }) => [what, commands.length])).toEqual([
      [`The rule prod (${RULE}) is not as before`, 1],
      ['The group shop (sig-1) may not have its name and capacity of before', 1],
      ['The new group shop__STAGE__Harness (sig-2) is still there', 2],
    ]);
  });

  test('and was put back has nothing left over', () => {
    expect(view(...half, aborted(true), back, ended('RolledBack')).leftovers).toEqual([]);
  });

  test('and never wrote a rule leaves that rule out', () => {
    const untouched = half.slice(0, 3);
    const seen = view(...untouched, aborted(false), ended('Dirty'));
    expect(seen.leftovers.map(({ what }) => what)).not.toContainEqual(
      expect.stringMatching(/rule/),
    );
  });
});
