// One part of the cases of the rollback matrix, each stopped abruptly somewhere: parts run side by side, each in a process of its own.
import { afterAll, expect, test } from 'vitest';
import { matrixCases } from '../rollback-matrix/cells.ts';
import { cutSomewhere } from './cut-story.ts';
import { caseStory } from './matrix-story.ts';

/** PENSTOCK_SEED draws other points, PENSTOCK_CUTS says how many of them for each case. */
const USUAL_CUTS = process.env['CI'] === undefined ? 1 : 5;
const SEED = Number(process.env['PENSTOCK_SEED'] ?? 1);
const CUTS = Number(process.env['PENSTOCK_CUTS'] ?? USUAL_CUTS);
const AT_ONCE = 64;
const PARTS = 2;

export function testMatrixCuts(part: 0 | 1): void {
  const cases = matrixCases()
    .map((each, index) => ({ each, seed: SEED * 10_000 + index }))
    .filter((_, index) => index % PARTS === part);
  const batches = Array.from({ length: Math.ceil(cases.length / AT_ONCE) }, (_, batch) =>
    cases.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE),
  );
  let points = 0;
  let runs = 0;

  test.each(batches.map((batch, index) => [index * AT_ONCE + 1, batch] as const))(
    'the cases from number %i of this part on end the same with a crash in between',
    async (_first, batch) => {
      const failures: string[] = [];
      for (const { each, seed } of batch) {
        const cut = await cutSomewhere(caseStory(each), seed, CUTS);
        points += cut.points;
        runs += cut.runs;
        failures.push(...cut.failures.map((failure) => `${each.name}\n  ${failure}`));
      }
      expect(failures.join('\n\n')).toBe('');
    },
    60_000 * (1 + CUTS),
  );

  afterAll(() => {
    const text = `${cases.length} cases with ${points} points, ${runs} runs cut at one of them`;
    process.stdout.write(`Matrix cuts (seed ${SEED}, part ${part + 1}): ${text}.\n`);
  });
}
