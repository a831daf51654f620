// Twelve canonical stories, each stopped abruptly at every append and every call to a cloud: the end is the same, and so is all that was done.
import { afterAll, expect, test } from 'vitest';
import { cutStory } from './cut-story.ts';
import { STORIES } from './stories.ts';

/** Draws the runs that are cut twice; PENSTOCK_SEED gives another one, PENSTOCK_DOUBLES more of them. */
const SEED = Number(process.env['PENSTOCK_SEED'] ?? 1);
const DOUBLES = Number(process.env['PENSTOCK_DOUBLES'] ?? 12);
const LIMIT_MS = 300_000;

const counts: { name: string; points: number; runs: number; doubles: number; failed: number }[] =
  [];

for (const [index, story] of STORIES.entries()) {
  const needs = story.missing === undefined ? '' : ' (needs third-party data)';
  test.skipIf(story.missing !== undefined)(
    `${story.name}, and a crash anywhere changes nothing of it${needs}`,
    async () => {
      const { points, runs, doubles, failures } = await cutStory(story, SEED + index, DOUBLES);
      counts.push({ name: story.name, points, runs, doubles, failed: failures.length });
      expect(failures.join('\n\n')).toBe('');
    },
    LIMIT_MS,
  );
}

test('the stories are twelve', () => {
  expect(new Set(STORIES.map(({ name }) => name)).size).toBe(12);
});

afterAll(() => {
  const sum = (of: 'points' | 'runs' | 'doubles' | 'failed'): number =>
    counts.reduce((total, each) => total + each[of], 0);
  const lines = counts.map(
    ({ name, points, runs, doubles, failed }) =>
      `  ${name}: ${points} points, ${runs} states, ${doubles} twice, ${failed} differ`,
  );
  const all = `${sum('points')} points, ${sum('runs')} different states cut, ${sum('doubles')} runs cut twice, ${sum('failed')} differ`;
  process.stdout.write(`Crash cuts (seed ${SEED}): ${all}.\n${lines.join('\n')}\n`);
});
