// When a run may be held: not once all that is still to come is a way back.
import { expect, test } from 'vitest';
import { failed, table } from '../../tests/decision-table.ts';
import { parallel, planOf, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { judgePause, judgeUnpause } from './judge-pause.ts';

const going = { failures: STAGE_ROLLBACK };
const back = step('back', { failures: {} });
const ada = { by: 'ada', at: 100 };

test('a stage on its way back alone is not held, and with another beside it the other is', () => {
  const alone = planOf([stage('s', [step('a', going)], [back])]);
  const one = table(alone);
  one.end('s/steps/a', 20, failed);
  expect(judgePause(one.events, alone, ada)).toMatchObject({ refusal: { code: 'going-back' } });
  const both = planOf([
    parallel([stage('s', [step('a', going)], [back]), stage('t', [step('b')])]),
  ]);
  const two = table(both);
  two.end('~0/s/steps/a', 20, failed);
  expect(judgePause(two.events, both, ada)).toMatchObject({ event: { type: 'PauseRequested' } });
});

test('a stage on its way back may be followed by another, so the run can be held', () => {
  const plan = planOf([
    stage('s', [step('a', going)], [back]),
    stage('t', [step('b')], [], { when: { status: 'All' } }),
  ]);
  const game = table(plan);
  game.end('s/steps/a', 20, failed);
  const verdict = judgePause(game.events, plan, ada);
  expect(verdict).toMatchObject({ status: 'accepted' });
});

test('an ended run is neither held nor let go on', () => {
  const plan = planOf([stage('s', [step('a')])]);
  const game = table(plan);
  game.end('s/steps/a', 20);
  const finished = { refusal: { code: 'finished', end: 'Success' } };
  expect(judgePause(game.events, plan, ada)).toMatchObject(finished);
  expect(judgeUnpause(game.events, plan, ada)).toMatchObject(finished);
});
