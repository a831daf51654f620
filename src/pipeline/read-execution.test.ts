// Tests of what the steps of one stage may be together.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readProject } from './read-project.ts';

const shop = readFileSync(join(import.meta.dirname, '../../examples/shop/pipeline.yaml'), 'utf8');
const setUp = shop.slice(
  shop.indexOf('              - step:\n'),
  shop.indexOf('              - step:\n                  identifier: Before_Shift'),
);

function complaints(text: string): readonly string[] {
  const { diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message, position }) => `${position?.line}: ${message}`);
}

test('a stage with one setup reads without complaint', () => {
  expect(complaints(shop)).toEqual([]);
});

test('a second setup in a stage is refused where it stands', () => {
  const second = setUp.replace('identifier: Set_Up_Green', 'identifier: Again');
  const line = shop.slice(0, shop.indexOf(setUp) + setUp.length).split('\n').length;
  expect(complaints(shop.replace(setUp, setUp + second))).toEqual([
    `${line}: "Set up green" would set up another green group, and a stage has one.`,
  ]);
});

test('a setup that a matrix would repeat is refused', () => {
  const repeated = setUp.replace(
    '                  timeout: 15m\n',
    '                  timeout: 15m\n                  strategy:\n                    matrix:\n                      zone: [a, b]\n',
  );
  expect(complaints(shop.replace(setUp, repeated))).toHaveLength(1);
});
