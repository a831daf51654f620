// Only a Dirty end is resolved, and only once.
import { expect, test } from 'vitest';
import { table } from '../../tests/decision-table.ts';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import type { ExecutionEvent } from './event.ts';
import { judgeResolution } from './judge-resolution.ts';

const plan = planOf([stage('s', [step('a')])]);
const word = { by: 'ada', at: 50, stillThere: [] };

function ended(leftover: boolean): readonly ExecutionEvent[] {
  const game = table(plan);
  const leftovers = leftover ? [{ what: 'a group', why: 'it stayed', commands: [] }] : [];
  game.end('s/steps/a', 10, { status: 'succeeded', output: {}, leftovers });
  return game.events;
}

test('a Dirty end takes the word, not before the end itself', () => {
  const events = ended(true);
  expect(events.at(-1)).toMatchObject({ type: 'ExecutionFinished', end: 'Dirty' });
  const verdict = judgeResolution(events, plan, { ...word, at: 0, comment: 'cleared' });
  expect(verdict).toEqual({
    status: 'accepted',
    event: {
      type: 'ExecutionResolved',
      at: events.at(-1)?.at,
      by: 'ada',
      comment: 'cleared',
      stillThere: [],
    },
  });
});

test('a second word is refused and told of the first', () => {
  const events = ended(true);
  const first = judgeResolution(events, plan, word);
  const both = first.status === 'accepted' ? [...events, first.event] : events;
  expect(judgeResolution(both, plan, { ...word, by: 'bob' })).toMatchObject({
    status: 'refused',
    refusal: { code: 'already-resolved', resolved: { by: 'ada' } },
  });
});

test('every other end, and a run that goes on, has nothing to resolve', () => {
  expect(judgeResolution(ended(false), plan, word)).toMatchObject({
    refusal: { code: 'not-dirty', end: 'Success' },
  });
  expect(judgeResolution(ended(true).slice(0, -1), plan, word)).toMatchObject({
    refusal: { code: 'not-ended' },
  });
});
