// What the stories of the switch rest on: a seed that brings back its story, and failures that get smaller honestly.
import { expect, test } from 'vitest';
import { failureInWords } from './in-words.ts';
import { play } from './play.ts';
import { shrink } from './shrink.ts';
import { drawStory } from './story.ts';

const WELL = 32;

test('the same seed brings back the same story, line for line', async () => {
  const first = await play(drawStory(30));
  const second = await play(drawStory(30));
  expect(second.lines).toEqual(first.lines);
  expect(first.lines.length).toBeGreaterThan(20);
});

test('what does not break the same invariant is not taken for a smaller story', async () => {
  const played = await play(drawStory(WELL));
  expect(played.violations.map(({ rule }) => rule)).toEqual([]);
  const asFailure = { ...played, violations: [{ rule: 'none of ours', text: 'made up' }] };
  const { played: same, tries } = await shrink(asFailure);
  expect(same.story).toEqual(played.story);
  expect(tries).toBeGreaterThan(0);
  expect(failureInWords(same.story, same.lines, asFailure.violations)).toContain(
    'violated: none of ours',
  );
});
