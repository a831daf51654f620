// The one command that checks everything: format and lint, types, import rules, dead code. It stops at nothing and counts.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

const checks: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'format and lint', command: ['@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'types', command: ['typescript/bin/tsc', '-b'] },
  {
    name: 'import rules',
    command: [
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      'src',
      'web/src',
      'tests',
      'bench',
      '--output-type',
      'err',
    ],
  },
  { name: 'dead code', command: ['knip/bin/knip.js', '--no-progress'] },
];

let failed = 0;
for (const { name, command } of checks) {
  const startedAt = performance.now();
  const [script, ...args] = command;
  const run = spawnSync(process.execPath, [join(root, 'node_modules', String(script)), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (run.status === 0) {
    process.stdout.write(`✓ ${name} (${seconds} s)\n`);
  } else {
    failed += 1;
    process.stdout.write(`✗ ${name} (${seconds} s)\n${run.stdout}${run.stderr}\n`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
