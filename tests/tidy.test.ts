// Reads the project's own text: what no tool checks is checked here.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = tracked.filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path));
const product = sources.filter((path) => /^(web\/)?src\//.test(path) && !path.endsWith('.test.ts'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const lineCount = (path: string): number => read(path).split('\n').length - 1;

/** What must not be written, where it may be all the same, and what to write instead. */
const BANNED: readonly { word: RegExp; but?: RegExp; instead: string }[] = [
  {
    word: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/,
    but: /^(src\/app\/|src\/cli\/|src\/server\/|src\/supervisor\/|src\/twin\/data-plane\/|web\/|tests\/|bench\/|scripts\/)|\.test\.ts$/,
    instead: 'the Clock that was handed in',
  },
  { word: /\bMath\.random\b/, instead: 'a seeded generator' },
  {
    word: /\bset(Timeout|Interval)\b/,
    but: /^(src\/app\/|src\/cli\/|src\/server\/|src\/supervisor\/|src\/twin\/data-plane\/|web\/|src\/store\/|src\/cloud\/aws\/|tests\/|examples\/|bench\/)|\.test\.ts$/,
    instead: 'Clock.after or sleep of lib/clock.ts',
  },
  {
    word: /\bconsole\.\w/,
    but: /^(bench|examples)\/|\.test\.ts$/,
    instead: 'the output that was handed in',
  },
  { word: /\bas any[;,)\]]|@ts-ignore|@ts-expect-error/, instead: 'a type' },
  { word: /\b(FIXME|XXX|HACK|TODO)\b/, instead: 'doing it' },
];

describe('The sources', () => {
  test('each open with a sentence that says what the file is', () => {
    const dumb = sources.filter((path) => {
      const [first, second] = read(path).split('\n');
      const comment = first?.startsWith('#!') ? second : first;
      return !/^(\/\/|\/\*\*?) \S.*[.:]( \*\/)?$/.test(comment ?? '');
    });
    expect(dumb).toEqual([]);
  });

  test('hold the budget of lines: none above 400, nine in ten up to 250, the median up to 90', () => {
    const counts = product.map(lineCount).sort((a, b) => a - b);
    expect(product.filter((path) => lineCount(path) > 400)).toEqual([]);
    expect(counts[Math.floor(counts.length * 0.9)]).toBeLessThanOrEqual(250);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(90);
  });

  test.each(BANNED)('write $instead, not $word', ({ word, but }) => {
    const allowed = (path: string): boolean =>
      path === 'tests/tidy.test.ts' || but?.test(path) === true;
    const found = sources.filter((path) => !allowed(path) && word.test(read(path)));
    expect(found).toEqual([]);
  });

  test('were all seen by the import checker', { timeout: 120_000 }, () => {
    const report = execFileSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        'src',
        'web/src',
        '--output-type',
        'json',
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const { modules } = JSON.parse(report) as {
      modules: { source: string; dependencies: unknown[] }[];
    };
    const seen = new Set(modules.map((module) => module.source));
    expect(product.filter((path) => !seen.has(path))).toEqual([]);
    expect(modules.flatMap((module) => module.dependencies).length).toBeGreaterThan(product.length);
  });
});

describe('The documents', () => {
  const documents = tracked.filter((path) => path.endsWith('.md'));

  test.each(documents)('%s has no broken link', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const broken = links.filter((link) => !existsSync(join(root, dirname(path), link)));
    expect(broken).toEqual([]);
  });

  test('explain every setting of penstock.yaml', () => {
    const [, fields = ''] =
      /environmentSchema = z\.strictObject\(\{(.*?)\n\}\);/s.exec(read('src/app/settings.ts')) ??
      [];
    const settings = [...fields.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]);
    const explained = read('docs/compatibility.md');
    expect(settings.length).toBeGreaterThan(5);
    expect(settings.filter((name) => !new RegExp(`\`${name}[\`.]`).test(explained))).toEqual([]);
  });

  test('name every step type as supported or not', async () => {
    const { stepTypeNames } = await import('../src/pipeline/step-types/step-types.ts');
    const compatibility = read('docs/compatibility.md');
    expect(stepTypeNames.filter((type) => !compatibility.includes(`\`${type}\``))).toEqual([]);
  });
});

describe('The project', () => {
  test('speaks of itself alone: no path of a machine, no registry', () => {
    const text = tracked.filter(
      (path) => !/\.(png|sqlite)$/.test(path) && path !== 'tests/tidy.test.ts',
    );
    const told = /(^|[\s"'(])\/(work|root|home)\/\w|registry\.npmjs|npmjs\.org\/|deb\.debian/;
    expect(text.filter((path) => told.test(read(path)))).toEqual([]);
  });
});
