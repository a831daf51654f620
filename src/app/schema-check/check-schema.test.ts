// A schema that is not ours: its complaints have places, and no pattern of it holds us up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSchema } from './check-schema.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-schema-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function schemaOf(schema: unknown): string {
  const file = join(folder, 'schema.json');
  writeFileSync(file, JSON.stringify(schema));
  return file;
}

test('what the schema does not accept is told at its place', async () => {
  const schema = schemaOf({
    properties: { a: { type: 'object', properties: { b: { type: 'number' } } } },
  });
  const found = await checkSchema('x.yaml', 'a:\n  b: text\n', schema);
  expect(found.map(({ code, position }) => [code, position])).toEqual([
    ['foreign-schema', { file: 'x.yaml', line: 2, column: 6 }],
  ]);
});

test('what it accepts is not spoken of', async () => {
  expect(await checkSchema('x.yaml', 'a: 1\n', schemaOf({ type: 'object' }))).toEqual([]);
});

test('a pattern that never comes to an end is given up, and the author told', async () => {
  const schema = schemaOf({ properties: { a: { pattern: '^(x+x+)+$' } } });
  const [only] = await checkSchema('x.yaml', `a: ${'x'.repeat(60)}!\n`, schema, 3_000);
  expect(only).toMatchObject({ code: 'foreign-schema', severity: 'warning' });
});

test('a schema that is no JSON is refused', async () => {
  const file = join(folder, 'no.json');
  writeFileSync(file, '{');
  await expect(checkSchema('x.yaml', 'a: 1\n', file)).rejects.toThrow('is not JSON');
});
