// The image that counts of every rule that was touched or about to be: the first one, or the newest that was adopted from another hand.
import type { Json } from '../lib/json.ts';
import { type BeforeImage, FACT } from './facts.ts';

export interface NamedFact {
  readonly name: string;
  readonly value: Json;
}

/** Of facts in the order in which they were recorded; facts of other names are passed over. */
export function beforeImagesIn(facts: readonly NamedFact[]): readonly BeforeImage[] {
  const images = new Map<string, BeforeImage>();
  for (const image of imagesNamed(facts, FACT.beforeImage)) {
    if (!images.has(image.ruleArn)) images.set(image.ruleArn, image);
  }
  for (const image of imagesNamed(facts, FACT.adoptedImage)) images.set(image.ruleArn, image);
  return [...images.values()];
}

function imagesNamed(facts: readonly NamedFact[], wanted: string): readonly BeforeImage[] {
  return facts
    .filter(({ name }) => name === wanted)
    .map(({ value }) => value as unknown as BeforeImage);
}
