// Tests of an open choice as people see it: in the sentence, the lines of the journal and the ladder.
import { expect, test } from 'vitest';
import {
  begun,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import { buildRunView } from './build-run-view.ts';
import { journalLine } from './journal-line.ts';
import { sentence, whyWaiting } from './sentence.ts';

const path = shiftPath(1);
const opened: UntimedEvent = {
  type: 'ChoiceOpened',
  path,
  attempt: 1,
  expiresAt: 600_000,
  choice: {
    name: 'foreign hand',
    question: 'Somebody else has changed the rule prod. What now?',
    detail: { differences: [{ what: 'the rule prod', left: 'a 50 / b 50', found: 'a 90 / b 10' }] },
    options: [
      { id: 'restore', label: 'Restore', consequence: 'ours again' },
      { id: 'abort', label: 'Go back', consequence: 'all as before' },
    ],
  },
};
const made: UntimedEvent = {
  type: 'ChoiceMade',
  path,
  attempt: 1,
  choice: 'foreign hand',
  option: 'restore',
  by: 'bob',
  comment: 'a mistake',
};
const before = [started, begun(shiftPath(0)), rungFact(shiftPath(0), {}), begun(path)];
const view = (...more: UntimedEvent[]) =>
  buildRunView(ladderPlan(), timed(...before, ...more), 300_000);

test('the sentence says where prod stands and what can be answered', () => {
  expect(sentence(view(opened))).toBe(
    'As this run left it, prod stands at 50 % green. prod (n=1) asks a person to choose: restore, abort.',
  );
});

test('why it waits is that a person is to choose, and until when', () => {
  expect(whyWaiting(view(opened))).toBe(
    'prod (n=1) asks a person to choose, and nothing moves until then. With no answer within 5 min, the step ends by its time-out.',
  );
});

test('the choice is shown with what differs, and its rung asks', () => {
  const { choices, lanes } = view(opened);
  expect(choices).toMatchObject([
    { path, differences: [{ left: 'a 50 / b 50', found: 'a 90 / b 10' }], expiresAt: 600_000 },
  ]);
  expect(lanes[0]?.rungs[1]?.state).toBe('choice open');
});

test('once it is made the step runs on', () => {
  const { choices, running } = view(opened, made);
  expect(choices).toEqual([]);
  expect(running.map((step) => step.path)).toContain(path);
});

test('the journal tells the question and the answer', () => {
  const lines = timed(opened, made).map((event) => journalLine(event, () => 'prod')?.text);
  expect(lines).toEqual([
    'prod: Somebody else has changed the rule prod. What now? (restore, abort)',
    'bob chose restore for prod: "a mistake"',
  ]);
});
