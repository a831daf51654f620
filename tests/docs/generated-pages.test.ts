// The pages that are made from the code are those that lie in docs/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedPages } from './generated-pages.ts';

test.each([...generatedPages()])('%s is what "npm run docs" writes', (path, text) => {
  expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(text);
});
