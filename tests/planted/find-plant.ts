// In a child process with a bug planted: plays seed after seed until a check finds it, and prints what did.
import { matrixCases } from '../rollback-matrix/cells.ts';
import { runCase } from '../rollback-matrix/run-case.ts';
import { brokenInvariants } from '../simulation/invariants.ts';
import { SCENARIOS } from '../simulation/scenarios.ts';
import { chaosOf, straight } from '../simulation/schedules.ts';
import { type Schedule, simulate } from '../simulation/simulate.ts';
import { FOUND_STORIES } from '../simulation/switch/found-stories.ts';
import { play } from '../simulation/switch/play.ts';
import { drawStory } from '../simulation/switch/story.ts';
import type { Finder } from './plant.ts';

const [by, from, seeds] = process.argv.slice(2) as [Finder, string, string];
process.stdout.write(`${JSON.stringify(await search())}\n`);
process.exit(0);

/** What a child prints; without `what` nothing was found. */
async function search(): Promise<{
  readonly seed: number;
  readonly runs: number;
  readonly what?: string;
}> {
  let runs = 0;
  const first = Number(from);
  for (let seed = first; seed < first + Number(seeds); seed++) {
    if (by === 'switch simulation' || by === 'found stories') {
      runs += 1;
      const story = by === 'found stories' ? FOUND_STORIES[seed - 1] : drawStory(seed);
      if (story === undefined) break;
      const [violation] = (await play(story)).violations;
      if (violation !== undefined)
        return { seed, runs, what: `${violation.rule}: ${firstLine(violation.text)}` };
      continue;
    }
    if (by === 'rollback matrix') {
      runs += 1;
      const what = await wrongInCase(seed);
      if (what !== undefined) return { seed, runs, what };
      continue;
    }
    for (const scenario of SCENARIOS) {
      for (const schedule of [{ ...straight, seed }, ...chaosOf(seed)]) {
        runs += 1;
        const what = await brokenIn(scenario, schedule);
        if (what !== undefined)
          return { seed, runs, what: `"${scenario.name}": ${firstLine(what)}` };
      }
    }
  }
  return { seed: first + Number(seeds) - 1, runs };
}

async function brokenIn(
  scenario: (typeof SCENARIOS)[number],
  schedule: Schedule,
): Promise<string | undefined> {
  try {
    return brokenInvariants(await simulate(scenario, schedule))[0];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What a case of the rollback matrix does otherwise than it says; its number stands in for a seed. */
async function wrongInCase(number: number): Promise<string | undefined> {
  const each = matrixCases()[number - 1];
  if (each === undefined) return undefined;
  const { expected, name } = each;
  const { end, before, after, broken } = await runCase(each);
  const rules = (['the prod rule', 'the stage rule'] as const).filter(
    (rule) => before.get(rule) !== after.get(rule) && !expected.left.includes(rule),
  );
  const wrong = [...(end === expected.end ? [] : [`it ended ${end}`]), ...rules, ...broken][0];
  return wrong === undefined ? undefined : `${name}: ${wrong}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
