// A start by the hash of a plan: only plans of its own project count.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Engine, openEngine } from '../../app/engine.ts';
import { openStateFolder, type StateFolder } from '../../app/state-folder.ts';
import { prepareStart } from './start-request.ts';

const HASH = 'ab'.repeat(32);
let folder: string;
let state: StateFolder;
let engine: Engine;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-start-'));
  state = openStateFolder(join(folder, 'state'));
  engine = openEngine(state);
  mkdirSync(join(state.path, 'plans'));
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

function keepPlanOf(project: string): void {
  const shown = { folder: project, pipeline: 'Pay', plannedAt: 1 };
  const plan = { format: 1, hash: HASH, matters: { rules: 'of the other project' }, shown };
  writeFileSync(join(state.path, 'plans', `${HASH}.json`), JSON.stringify(plan));
}

async function refusalOf(wanted: string): Promise<string> {
  const project = { id: 'shop', name: 'Shop', folder };
  const body = {
    pipeline: 'none.yaml',
    on: 'twin' as const,
    twinUrl: 'http://127.0.0.1:1',
    plan: wanted,
    inputs: {},
    inputSets: [],
    adoptUnmanaged: false,
  };
  const started = prepareStart({ engine, state }, project, { kind: 'run', body }, false);
  return await started.then(
    () => '',
    (error: Error) => error.message,
  );
}

test('a plan of another project is as unknown as one that nobody has made', async () => {
  keepPlanOf('/elsewhere/pay');
  expect(await refusalOf(HASH.slice(0, 12))).toMatch(
    /^The project "Shop" has no plan abababababab/,
  );
  expect(await refusalOf(HASH)).not.toMatch(/of the other project|elsewhere/);
});

test('a plan of the project itself is taken by the beginning of its hash', async () => {
  keepPlanOf(folder);
  expect(await refusalOf(HASH.slice(0, 12))).not.toMatch(/no plan/);
});
