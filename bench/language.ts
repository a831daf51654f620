// What the language costs: validating as a person does it, a thousand steps, and patterns that try to hang.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRegex } from '../src/expression/regex.ts';
import { readProject } from '../src/pipeline/read-project.ts';
import { createPlan } from '../src/plan/create-plan.ts';
import type { Measured } from './main.ts';
import { withFolder } from './support/bench-folder.ts';
import { median, rounded } from './support/statistics.ts';
import { stepProject } from './support/step-project.ts';

export const name = 'language';
export const description =
  'milliseconds to validate the example and a thousand steps as a process, and how the time of a step grows with their number';

const PROCESSES = 15;
const root = join(import.meta.dirname, '..');
const penstock = join(root, 'bin', 'penstock.mjs');
const example = join(root, 'examples', 'shop', 'pipeline.yaml');

/** Other programs only ever add to a process's time, so the fastest of many is the truest. */
export function run(): Promise<Measured> {
  return withFolder(async (folder) => {
    const many = join(folder, 'pipeline.yaml');
    writeFileSync(many, stepProject(1_000).text);
    await processMs([penstock, 'validate', example]);
    return {
      nodeStartMs: await fastest(['-e', '0']),
      penstockStartMs: await fastest([penstock, '--version']),
      validateTargetMs: await fastest([penstock, 'validate', example]),
      validateThousandStepsMs: await fastest([penstock, 'validate', many]),
      fastestOf: PROCESSES,
      perStepRatio1000To10: rounded(perStepRatio(), 2),
      slowestPatternMs: rounded(slowestPatternMs(), 1),
    };
  });
}

async function fastest(args: readonly string[]): Promise<number> {
  const samples: number[] = [];
  for (let repeat = 0; repeat < PROCESSES; repeat += 1) samples.push(await processMs(args));
  return rounded(Math.min(...samples), 1);
}

async function processMs(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return performance.now() - from;
}

/** By processor time, each sample of as many steps in all. */
function perStepRatio(): number {
  const small = stepProject(10);
  const large = stepProject(1_000);
  for (let warm = 0; warm < 5; warm += 1) stepsMs([large], 1);
  const samples = Array.from({ length: 7 }, () => stepsMs([large], 1) / stepsMs([small], 100));
  return median(samples);
}

function stepsMs(files: Parameters<typeof readProject>[0], times: number): number {
  const from = process.cpuUsage();
  for (let turn = 0; turn < times; turn += 1) {
    const { project, bound } = readProject(files, []);
    const { plan } = createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } });
    if (plan === undefined) throw new Error('the project of the benchmark has no plan');
  }
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}

/** Patterns that make backtracking engines take for ever, on texts they almost match. */
const PATTERNS: readonly (readonly [string, string])[] = [
  ['(a+)+$', `${'a'.repeat(5_000)}!`],
  ['(a|aa)+$', `${'a'.repeat(5_000)}!`],
  [
    '^<\\+input>((\\.)((executionInput\\(\\))|(allowedValues|default|regex)\\(.+?\\)))*$',
    `<+input>${'.allowedValues(x)'.repeat(300)}!`,
  ],
  ['(([1-9])+\\d+[s])|((([1-9])+\\d*[mhwd])+([\\s]?\\d+[smhwd])*)', `${'5'.repeat(5_000)}x`],
];

function slowestPatternMs(): number {
  const took = PATTERNS.map(([pattern, text]) => {
    const from = performance.now();
    const regex = compileRegex(pattern);
    if (regex.status !== 'regex' || regex.matches(text).status !== 'value') {
      throw new Error(`${pattern} was not answered`);
    }
    return performance.now() - from;
  });
  return Math.max(...took);
}
