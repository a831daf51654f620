// `npm run fuzz`: throws made-up and damaged texts at the language and tells what it should not have done.
import { parseArgs } from 'node:util';
import { fuzz, type Report } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = numberOf('seed', values.seed);
const started = performance.now();
let told = 0;
process.stdout.write(`seed ${seed}\n`);

const report = fuzz({
  seed,
  runs: numberOf('runs', values.runs),
  onProgress: (done) => {
    tell(done);
    process.stderr.write(`${textOf(done)}\n`);
  },
});
tell(report);
if (report.slowest !== undefined) {
  process.stdout.write(
    `slowest, ${report.slowestMs.toFixed(1)} ms: ${shown(report.slowest).slice(0, 400)}\n`,
  );
}
process.stdout.write(`${textOf(report)}\n`);
process.exitCode = report.findings.length === 0 ? 0 : 1;

function tell({ findings }: Report): void {
  for (const { seed: one, what, found } of findings.slice(told)) {
    process.stdout.write(`\n--seed ${one} --runs 1: ${what}\n${shown(found)}\n`);
  }
  told = findings.length;
}

function textOf({ runs, projects, findings, slowestMs }: Report): string {
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  return `${runs} cases (${runs - projects} expressions, ${projects} projects), ${findings.length} findings, slowest ${slowestMs.toFixed(1)} ms, ${seconds} s`;
}

function shown(found: Report['slowest']): string {
  return JSON.stringify(found?.kind === 'project' ? found.files : found?.text);
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a whole number, not "${text}". Nothing was tried.\n`);
  process.exit(2);
}
