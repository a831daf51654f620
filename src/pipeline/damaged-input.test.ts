// However a pipeline's text is damaged, reading it ends with a project and diagnostics.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { expectWordsForDamage } from '../../tests/damaged-lines.ts';

const folder = join(import.meta.dirname, 'fixtures');
const lines = ['pipeline.yaml', 'service.yaml', 'places.yaml'].flatMap((name) => [
  ...readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'),
  '---',
]);

test('damaged text is never thrown at, and every complaint has a message and a place', () => {
  expectWordsForDamage(lines, 7);
});
