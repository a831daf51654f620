// One part of the seeds as a test: parts run side by side, each in a process of its own.
import { expect, test } from 'vitest';
import { runSeeds } from './run-seeds.ts';

/** Another time with PENSTOCK_SWITCH_SECONDS, other stories with PENSTOCK_SWITCH_SEED and PENSTOCK_SWITCH_SEEDS. */
const USUAL_SECONDS = process.env['CI'] === undefined ? 30 : 120;
const SECONDS = Number(process.env['PENSTOCK_SWITCH_SECONDS'] ?? USUAL_SECONDS);
const FIRST_SEED = Number(process.env['PENSTOCK_SWITCH_SEED'] ?? 1);
const SEEDS = Number(process.env['PENSTOCK_SWITCH_SEEDS'] ?? 10_000);
const PARTS = 2;

export function testSeeds(part: 0 | 1): void {
  test(
    'no story breaks an invariant, and every run ends in a named state',
    async () => {
      const { failures, ends, ...figures } = await runSeeds({
        firstSeed: FIRST_SEED + part,
        every: PARTS,
        seeds: Math.ceil((SEEDS - part) / PARTS),
        limitMs: SECONDS * 1_000,
        failuresMax: 1,
      });
      const named = Object.entries(ends).map(([end, count]) => `${end} ${count}`);
      process.stdout.write(
        `Switch simulation: ${figures.seeds} seeds, each second one from ${FIRST_SEED + part}, in ${figures.seconds} s, ${figures.events} events, ${figures.virtualHours} virtual hours, ${figures.violations} violations: ${named.join(', ')}.\n`,
      );
      expect(failures.map(({ story }) => story).join('\n\n')).toBe('');
    },
    SECONDS * 1_000 + 120_000,
  );
}
