// What the language costs: validating as a person does it, a thousand steps, and patterns that try to hang.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
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
const atExit = join(import.meta.dirname, 'support', 'cpu-at-exit.mjs');
const example = join(root, 'examples', 'shop', 'pipeline.yaml');

/** Other programs only ever add to a process's time, so the fastest of many is the truest. */
export function run(): Promise<Measured> {
  return withFolder(async (folder) => {
    const many = join(folder, 'pipeline.yaml');
    writeFileSync(many, stepProject(1_000).text);
    await measured([penstock, 'validate', example]);
    const node = await fastest(['-e', '0']);
    const version = await fastest([penstock, '--version']);
    const target = await fastest([penstock, 'validate', example]);
    const thousand = await fastest([penstock, 'validate', many]);
    return {
      nodeStartMs: node.wallMs,
      penstockStartMs: version.wallMs,
      validateTargetMs: target.wallMs,
      validateThousandStepsMs: thousand.wallMs,
      nodeStartCpuMs: node.cpuMs,
      validateTargetCpuMs: target.cpuMs,
      validateThousandStepsCpuMs: thousand.cpuMs,
      fastestOf: PROCESSES,
      perStepRatio1000To10: rounded(perStepRatio(), 2),
      slowestPatternMs: rounded(slowestPatternMs(), 1),
    };
  });
}

interface Took {
  readonly wallMs: number;
  /** Of all its threads; on a busy machine it says more than the wall does. */
  readonly cpuMs: number;
}

async function fastest(args: readonly string[]): Promise<Took> {
  const samples: Took[] = [];
  for (let repeat = 0; repeat < PROCESSES; repeat += 1) samples.push(await measured(args));
  return {
    wallMs: rounded(Math.min(...samples.map((each) => each.wallMs)), 1),
    cpuMs: rounded(Math.min(...samples.map((each) => each.cpuMs)), 1),
  };
}

async function measured(args: readonly string[]): Promise<Took> {
  const from = performance.now();
  const child = spawn(process.execPath, ['--import', atExit, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const told = child.stdio[3];
  if (!(told instanceof Readable)) throw new Error('the measured process has no fourth stream');
  const [cpu, [code]] = await Promise.all([text(told), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { wallMs: performance.now() - from, cpuMs: Number(cpu) };
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
