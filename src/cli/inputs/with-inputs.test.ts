// What a run without a terminal is told of its missing inputs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProject, type ProjectRequest } from '../../app/load-project.ts';
import { planRequestOf } from '../../app/plan-request-of.ts';
import { Refusal } from '../../app/refusal.ts';
import { createPlan } from '../../plan/create-plan.ts';
import { createOutput } from '../output.ts';
import { withInputs } from './with-inputs.ts';

const PIPELINE = `pipeline:
  identifier: greet
  name: Greet
  stages:
    - stage:
        identifier: only
        name: Only
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: hi
                  name: hi
                  type: Http
                  timeout: 1m
                  spec: { url: <+input>, method: <+input> }
`;
const SPEC = 'pipeline.stages.only.spec.execution.steps.hi.spec';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-missing-'));
  writeFileSync(join(folder, 'p.yaml'), PIPELINE);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('all that is missing is named at once, as options and with the file to fill in', async () => {
  const refusal = await preparing([]);
  expect(refusal?.message).toContain(`--input '${SPEC}.url=…' --input '${SPEC}.method=…'`);
  expect(refusal?.message).toContain('p.yaml > inputs.yaml');
  expect(refusal?.diagnostics.map(({ code }) => code)).toEqual(['unbound-input', 'unbound-input']);
});

test('where something else is wrong as well, nobody is sent to fill in inputs', async () => {
  const refusal = await preparing([
    { by: 'input', path: `${SPEC}.url`, value: '<+pipeline.nmae>' },
  ]);
  expect(refusal?.message).toBe('It cannot run.');
});

test('nothing is asked of a pipeline that has all it needs', async () => {
  const given = ['url', 'method'].map((name) => ({
    by: 'input' as const,
    path: `${SPEC}.${name}`,
    value: name === 'url' ? 'http://localhost' : 'GET',
  }));
  expect(await preparing(given)).toBeUndefined();
});

async function preparing(bindings: ProjectRequest['bindings']): Promise<Refusal | undefined> {
  const request = { pipelineFile: join(folder, 'p.yaml'), folder, bindings };
  try {
    await withInputs(request, createOutput(true, {}, ''), prepare);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function prepare(request: ProjectRequest): Promise<void> {
  const loaded = loadProject(request);
  const facts = { rules: {}, secrets: () => undefined };
  const diagnostics = [
    ...loaded.diagnostics,
    ...createPlan(planRequestOf(loaded, facts)).diagnostics,
  ].filter(({ severity }) => severity === 'error');
  if (diagnostics.length > 0) throw new Refusal('invalid', 'It cannot run.', { diagnostics });
}
