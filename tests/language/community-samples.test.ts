// Pipelines of other people: each is understood, or refused naming what is not supported and where.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { validateProject } from '../../src/app/validate-project.ts';
import { stepTypeNames } from '../../src/pipeline/step-types/step-types.ts';
import { thirdPartyFile } from '../third-party.ts';

const folder = thirdPartyFile('harness-samples/community');
const samples = folder === undefined ? [] : readdirSync(folder).map((name) => join(folder, name));

test.skipIf(folder === undefined)('there are samples to judge (needs third-party data)', () => {
  expect(samples.length).toBe(21);
});

test.each(samples)(
  '%s is understood, or refused with the place of what is not supported',
  async (file) => {
    const { diagnostics } = await validateProject({
      pipelineFile: file,
      folder: undefined,
      bindings: [],
    });
    const told = diagnostics.map(({ message, position }) => `${position?.line}: ${message}`);
    for (const { code, position } of diagnostics) {
      expect(code).not.toMatch(/^yaml/);
      expect(position).toBeDefined();
    }
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const type of foreignTypes(parse(readFileSync(file, 'utf8')))) {
      const written = lines.flatMap((line, index) =>
        line.includes(`type: ${type}`) ? [index + 1] : [],
      );
      const isNamed = told.some(
        (each) =>
          new RegExp(`type "?${type}\\b`).test(each) &&
          written.some((line) => each.startsWith(`${line}:`)),
      );
      expect([type, isNamed]).toEqual([type, true]);
    }
  },
);

const malformed = thirdPartyFile('harness-samples/elastigroup/malformed-traffic-shift-step.yaml');

test.skipIf(malformed === undefined)(
  'the step that the docs print with a wrong indentation is told as that (needs third-party data)',
  async () => {
    const request = { pipelineFile: malformed, folder: undefined, bindings: [] };
    const { diagnostics } = await validateProject(request);
    expect(
      diagnostics.map(({ code, position, line }) => [code, position?.line, line?.trim()]),
    ).toEqual([['yaml-syntax', 9, 'type: Inherit']]);
    expect(diagnostics[0]?.hint).toContain('Indent');
  },
);

/** The types of all steps below a value that Penstock does not run. */
function foreignTypes(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const found = new Set(Object.values(value).flatMap((member) => [...foreignTypes(member)]));
  const { step } = value as { readonly step?: { readonly type?: unknown } };
  if (typeof step?.type === 'string' && !stepTypeNames.includes(step.type)) found.add(step.type);
  return found;
}
