// Every case of the rollback matrix, stopped abruptly somewhere: the end is the one of the case.
import { afterAll, expect, test } from 'vitest';
import { matrixCases } from '../rollback-matrix/cells.ts';
import { cutSomewhere } from './cut-story.ts';
import { caseStory } from './matrix-story.ts';

/** PENSTOCK_SEED draws other points, PENSTOCK_CUTS more of them for each case. */
const SEED = Number(process.env['PENSTOCK_SEED'] ?? 1);
const CUTS = Number(process.env['PENSTOCK_CUTS'] ?? 1);
const PART = 64;

const cases = matrixCases().map((each, index) => ({ each, seed: SEED * 10_000 + index }));
const parts = Array.from({ length: Math.ceil(cases.length / PART) }, (_, part) =>
  cases.slice(part * PART, (part + 1) * PART),
);
let points = 0;
let runs = 0;

test.each(parts.map((part, index) => [index * PART + 1, part] as const))(
  'the cases from number %i on end the same with a crash in between',
  async (_first, part) => {
    const failures: string[] = [];
    for (const { each, seed } of part) {
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
  process.stdout.write(`Matrix cuts (seed ${SEED}): ${text}.\n`);
});
