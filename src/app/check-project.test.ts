// Settings for nobody and group documents that cannot be deployed are told before anything starts.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkProject } from './check-project.ts';
import { loadProject } from './load-project.ts';

const shop = join(import.meta.dirname, '../../examples/shop');
const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function complaints(file: string, from: string, to: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-check-'));
  made.push(folder);
  cpSync(shop, folder, { recursive: true, filter: (path) => !path.includes('.penstock/') });
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  const loaded = loadProject({ pipelineFile: undefined, folder, bindings: [] });
  return checkProject(loaded).map(
    ({ message, position }) => `${position?.file}:${position?.line} ${message}`,
  );
}

test('the shop has nothing to complain of', () => {
  expect(complaints('pipeline.yaml', '', '')).toEqual([]);
});

test('settings of an environment that does not exist are named at their line', () => {
  expect(complaints('penstock.yaml', '  production:', '  prod:')).toEqual([
    'penstock.yaml:3 These settings are for an environment "prod", which the project does not hold.',
  ]);
});

test('a stateful group is refused where its infrastructure is described', () => {
  const stateful = '"risk": 100, "persistence": { "persistRootDevice": true }';
  expect(complaints('spot/elastigroup.json', '"risk": 100', stateful)).toEqual([
    expect.stringMatching(/^infrastructure\.yaml:1 .*it is stateful/),
  ]);
});
