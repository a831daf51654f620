// Lets Spin explore all states of a model: it writes a checker in C, which is compiled and run.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Exploration {
  readonly model: 'ownership' | 'queue';
  /** The rule that is taken out; undefined explores the model as it is. */
  readonly plant?: string;
  /** `always`: every assertion, in every state. `ends`: the model's promise that something comes, under weak fairness. */
  readonly property: 'always' | 'ends';
  /** How often each kind of trouble may come, and how many owners there are. */
  readonly bounds: Readonly<Record<string, number>>;
}

export interface Explored {
  /** What does not hold, in the checker's words; undefined when everything holds. */
  readonly broken: string | undefined;
  readonly states: number;
  readonly ms: number;
}

const run = promisify(execFile);

/** Continuous integration brings the commands: there their absence is a failure, not a skip. */
export function hasSpin(): boolean {
  if (process.env['CI'] === 'true') return true;
  try {
    execFileSync('spin', ['-V'], { stdio: 'ignore' });
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function explore(exploration: Exploration): Promise<Explored> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-model-'));
  const startedAt = performance.now();
  try {
    const { compile, search } = waysOf(exploration);
    await run('spin', ['-a', ...definesOf(exploration), modelFile(exploration)], { cwd: folder });
    await run('cc', ['-w', '-DMEMLIM=2000', ...compile, '-o', 'pan', 'pan.c'], { cwd: folder });
    const { stdout } = await run(join(folder, 'pan'), search, { cwd: folder });
    return { ...read(stdout), ms: performance.now() - startedAt };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function modelFile({ model }: Exploration): string {
  return join(import.meta.dirname, `${model}.pml`);
}

function definesOf({ plant, property, bounds }: Exploration): string[] {
  const defines = Object.entries(bounds).map(([name, value]) => `-D${name}=${value}`);
  if (plant !== undefined) defines.push(`-DPLANT_${plant}`);
  if (property === 'ends') defines.push('-DLIVENESS');
  return defines;
}

/** What is expected to break is searched breadth first: its way is the shortest, and soon found. */
function waysOf({ plant, property }: Exploration): { compile: string[]; search: string[] } {
  if (property === 'ends') {
    return { compile: ['-O1', '-DNFAIR=3'], search: ['-a', '-f', '-E', '-m1000000', '-w22'] };
  }
  if (plant !== undefined) {
    return { compile: ['-O0', '-DSAFETY', '-DBFS', '-DNOCLAIM'], search: ['-E'] };
  }
  return { compile: ['-O1', '-DSAFETY', '-DNOCLAIM'], search: ['-E', '-m1000000', '-w22'] };
}

/** A search that was cut off proves nothing. */
function read(report: string): Omit<Explored, 'ms'> {
  const states = Number(/(\S+) states, stored/.exec(report)?.[1]);
  const errors = /errors: (\d+)/.exec(report)?.[1];
  const broken = /^pan:\d+: (.*?)(?: \(at depth \d+\))?$/m.exec(report)?.[1];
  const isCutOff = /max search depth too small|out of memory|Search not completed/.test(report);
  if (errors === '0' && !isCutOff && states > 0) return { broken: undefined, states };
  if (broken === undefined) throw new Error(`the search did not come to its end:\n${report}`);
  return { broken, states };
}
