// `npm run simulate`: plays the stories of many seeds and tells the ones that break an invariant, each as short as it gets.
import { parseArgs } from 'node:util';
import { runSeeds, type SeedsReport } from './run-seeds.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const firstSeed = numberOf('seed', values.seed ?? '1');
const isOne = values.seed !== undefined && !process.argv.some((word) => word.startsWith('--seeds'));
const seeds = isOne ? 1 : numberOf('seeds', values.seeds);
const EVERY = 100;
let told = 0;

const report = await runSeeds({
  firstSeed,
  seeds,
  onProgress: (done) => {
    for (const { story } of done.failures.slice(told)) process.stdout.write(`${story}\n\n`);
    told = done.failures.length;
    if (done.seeds % EVERY === 0) process.stderr.write(`${textOf(done)}\n`);
  },
});
const { failures, ends, ...figures } = report;
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else process.stdout.write(`${textOf(report)}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

function textOf(done: SeedsReport): string {
  const named = Object.entries(done.ends)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([end, count]) => `${end} ${count}`);
  return `${done.seeds} seeds from ${firstSeed}, ${done.violations} violations, ${done.events} events, ${done.virtualHours} virtual hours, ${done.seconds} s: ${named.join(', ')}`;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a whole number, not "${text}". Nothing was simulated.\n`);
  process.exit(2);
}
