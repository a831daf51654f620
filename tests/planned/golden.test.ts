// The plan of the example shop as a stranger reads it, word by word.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../cli/penstock.ts';
import { openProject } from './planned-project.ts';

const isAccepting = process.env['PENSTOCK_ACCEPT'] === '1';

test('the plan of the example shop is the text that was accepted', async () => {
  const shop = await openProject(join(root, 'examples/shop'), {}, { 'shop.example': 10 });
  const { text } = await shop.look();
  const file = join(import.meta.dirname, 'shop.txt');
  if (isAccepting) writeFileSync(file, text);
  const expected = existsSync(file)
    ? readFileSync(file, 'utf8')
    : 'Nothing has been accepted yet: read the plan, then run with PENSTOCK_ACCEPT=1.';
  expect(text).toBe(expected);
});

test('a line of it fits into a terminal', async () => {
  const shop = await openProject(join(root, 'examples/shop'));
  const { text } = await shop.look();
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(99);
});
