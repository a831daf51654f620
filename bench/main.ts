// The benchmarks' command: lists them, or runs one and prints its numbers for people or for programs.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/** Every file of this folder but this one is a benchmark; the file's name is what a person types. */
export interface Benchmark {
  readonly name: string;
  readonly description: string;
  run(): Promise<Measured>;
}

/** Units stand in the names: `sequentialMsPerStep`, `peakRssMb`. Null could not be measured here. */
export type Measured = Readonly<Record<string, number | string | null>>;

const USAGE = 'usage: npm run bench -- --list | NAME [--json]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { list: { type: 'boolean' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.list) {
    for (const name of names()) {
      const { description } = await load(name);
      process.stdout.write(`${name.padEnd(16)}${description}\n`);
    }
    return 0;
  }
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) return refuse(USAGE);
  if (!names().includes(name)) return refuse(`there is no benchmark "${name}". ${USAGE}`);
  const benchmark = await load(name);
  process.stderr.write(`${benchmark.name}: ${benchmark.description}\n`);
  const measured = await benchmark.run();
  process.stdout.write(values.json ? `${JSON.stringify(measured)}\n` : table(measured));
  return 0;
}

function names(): string[] {
  const files = readdirSync(import.meta.dirname, { withFileTypes: true });
  return files
    .filter((file) => file.isFile() && /^[a-z-]+\.ts$/.test(file.name) && file.name !== 'main.ts')
    .map((file) => basename(file.name, '.ts'))
    .sort();
}

function load(name: string): Promise<Benchmark> {
  return import(`./${name}.ts`);
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

function table(measured: Measured): string {
  const width = Math.max(...Object.keys(measured).map((name) => name.length));
  const lines = Object.entries(measured).map(([name, value]) => {
    const shown = typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? '-');
    return `${name.padEnd(width)}  ${shown.padStart(12)}\n`;
  });
  return lines.join('');
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof TypeError && 'code' in error) return refuse(`${error.message}. ${USAGE}`);
  throw error;
});
