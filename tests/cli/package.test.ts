// The package as a stranger gets it: packed, unpacked elsewhere, and used from plain JavaScript.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startCommand } from './penstock.ts';

let folder: string;
let files: readonly string[];

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

async function run(command: readonly string[], at: string): Promise<string> {
  const { code, stdout, stderr } = await startCommand(command, {
    folder: at,
    withinMs: 240_000,
    environment: { HOME: folder },
  }).finished;
  expect(code, `${command.join(' ')}:\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-package-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'penstock'), { recursive: true });
  await run(['npm', 'run', '--silent', 'build'], root);
  const packed = await run(
    ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    root,
  );
  const [archive] = JSON.parse(packed) as { filename: string; files: { path: string }[] }[];
  files = archive?.files.map(({ path }) => path) ?? [];
  const tar = ['tar', '-xzf', archive?.filename ?? '', '--strip-components=1', '-C'];
  await run([...tar, join(modules, 'penstock')], folder);
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  cpSync(join(root, 'examples/embedded-twin'), join(folder, 'stranger'), { recursive: true });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it holds what runs and what explains, no sources, tests or leftovers', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/app/twin/embedded-twin.js',
      'dist/app/twin/embedded-twin.d.ts',
      'dist/web/index.html',
    ]),
  );
  expect(files.filter((path) => /^dist\/web\/assets\/.*\.js\.br$/.test(path))).not.toEqual([]);
  expect(
    files.filter((path) =>
      /^src\/|^dist\/(tests|web-[\w-]+)\/|\.penstock\/|tsbuildinfo/.test(path),
    ),
  ).toEqual([]);
});

test("a stranger's tests run on the twin that the package brings", async () => {
  const said = await run(
    [process.execPath, '--test', 'scaling.test.mjs'],
    join(folder, 'stranger'),
  );
  expect(said).toMatch(/pass 4\n/);
}, 60_000);

test('its types are found where its code is', async () => {
  const program = `
    import { createTwin, type EmbeddedTwin } from 'penstock/twin';
    const twin: EmbeddedTwin = await createTwin({ world: 'world.yaml', clock: 'virtual' });
    const url: string = twin.listeners[0]?.url ?? '';
    export { url };
  `;
  const file = join(folder, 'stranger/typed.mts');
  writeFileSync(file, program);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext'];
  await run([process.execPath, tsc, ...flags, '--target', 'esnext', file], folder);
}, 60_000);
