// Which image of a rule the way back goes by.
import { expect, test } from 'vitest';
import type { Json } from '../lib/json.ts';
import { beforeImagesIn, type NamedFact } from './before-images.ts';
import { FACT } from './facts.ts';

function image(name: string, ruleArn: string, label: string): NamedFact {
  return { name, value: { ruleArn, label } as Json };
}

const labels = (...facts: readonly NamedFact[]): readonly string[] =>
  beforeImagesIn(facts).map(({ label }) => label);

test('the first of a rule stands, whatever is recorded after it', () => {
  expect(labels(image(FACT.beforeImage, 'a', 'one'), image(FACT.beforeImage, 'a', 'two'))).toEqual([
    'one',
  ]);
});

test('the newest that was adopted takes its place, and keeps its place among the rules', () => {
  const facts = [
    image(FACT.beforeImage, 'a', 'one'),
    image(FACT.adoptedImage, 'a', 'two'),
    image(FACT.beforeImage, 'b', 'other'),
    image(FACT.adoptedImage, 'a', 'three'),
  ];
  expect(labels(...facts)).toEqual(['three', 'other']);
});

test('other facts are no images', () => {
  expect(labels({ name: FACT.rung, value: { ruleArn: 'a' } })).toEqual([]);
});
