// What people should know beside the course of a run stands in every view of it.
import { expect, test } from 'vitest';
import {
  begun,
  ladderPlan,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import { FACT } from '../traffic/facts.ts';
import { buildRunView } from './build-run-view.ts';
import { buildRunResult } from './run-result.ts';

function noticed(text: string, attempt = 1): UntimedEvent {
  const value = { text };
  return {
    type: 'FactRecorded',
    path: shiftPath(0),
    attempt,
    name: FACT.notice,
    key: text,
    value,
  };
}

const events = timed(
  started,
  begun(shiftPath(0)),
  noticed('the rule is sticky'),
  noticed('route53 will see both groups at once'),
  noticed('the rule is sticky', 2),
);
const notices = ['the rule is sticky', 'route53 will see both groups at once'];

test('the view of a run has each notice once, oldest first', () => {
  expect(buildRunView(ladderPlan(), events, 90_000).notices).toEqual(notices);
});

test('the result for programs has them too', () => {
  expect(buildRunResult('1', events).notices).toEqual(notices);
});
