// Whole runs of the real steps under everything that may go wrong, drawn from seeds: no invariant breaks in any of them.
import { expect, test } from 'vitest';
import { failureInWords } from './in-words.ts';
import { play } from './play.ts';
import { runSeeds } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import { drawStory } from './story.ts';

/** Another time with PENSTOCK_SWITCH_SECONDS, other stories with PENSTOCK_SWITCH_SEED. */
const USUAL_SECONDS = process.env['CI'] === undefined ? 60 : 150;
const SECONDS = Number(process.env['PENSTOCK_SWITCH_SECONDS'] ?? USUAL_SECONDS);
const FIRST_SEED = Number(process.env['PENSTOCK_SWITCH_SEED'] ?? 1);
/** The same ones everywhere: a fast machine ends sooner, and `npm run simulate` goes further. */
const MOST_SEEDS = 5_000;
const WELL = 3;

test(
  'no story breaks an invariant, and every run ends in a named state',
  async () => {
    const limitMs = SECONDS * 1_000;
    const request = { firstSeed: FIRST_SEED, seeds: MOST_SEEDS, limitMs, failuresMax: 1 };
    const { failures, ends, ...figures } = await runSeeds(request);
    const named = Object.entries(ends).map(([end, count]) => `${end} ${count}`);
    process.stdout.write(
      `Switch simulation: ${figures.seeds} seeds from ${FIRST_SEED} in ${figures.seconds} s, ${figures.events} events, ${figures.virtualHours} virtual hours, ${figures.violations} violations: ${named.join(', ')}.\n`,
    );
    expect(failures.map(({ story }) => story).join('\n\n')).toBe('');
  },
  SECONDS * 1_000 + 120_000,
);

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
