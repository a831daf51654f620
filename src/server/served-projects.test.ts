// What may be served: folders, each with a name of its own in addresses.
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servedProjects } from './served-projects.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'served-')));
for (const name of ['shop', 'Müsli & Co', '…']) mkdirSync(join(root, name));
symlinkSync(join(root, 'shop'), join(root, 'link'));
const at = (name: string): string => join(root, name);

test('a folder is called by its own name, or as it is said', () => {
  expect(servedProjects([at('shop'), `The Bank=${at('Müsli & Co')}`])).toEqual([
    { id: 'shop', name: 'shop', folder: at('shop') },
    { id: 'the-bank', name: 'The Bank', folder: at('Müsli & Co') },
  ]);
  expect(servedProjects([at('Müsli & Co')])[0]?.id).toBe('mu-sli-co');
});

test('a link leads to the folder that journals name', () => {
  expect(servedProjects([at('link')])[0]).toMatchObject({ id: 'shop', folder: at('shop') });
});

test.each([
  ['one that is not there', [at('nothing')], /There is no folder/],
  ['one that is given twice', [at('shop'), `other=${at('link')}`], /given twice/],
  ['two of one name', [at('shop'), `SHOP=${at('Müsli & Co')}`], /Both .* would be called "shop"/],
  ['a name without a letter', [at('…')], /no letter/],
])('%s is refused', (_, given, why) => {
  expect(() => servedProjects(given)).toThrow(why);
});
