// Every rule of the engine and of the switch is missed by somebody when it is gone: bugs are planted, and found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planted } from './plant.ts';
import { plantTable } from './plant-table.ts';
import { PLANTS } from './plants.ts';
import { searchPlant } from './search-plant.ts';

const root = join(import.meta.dirname, '../..');
/** A change of the product may move a bug's first seed; it must not move it far. */
const SEEDS = 60;
const LIMIT_MS = 240_000;

describe('A planted bug is found', () => {
  test.each(PLANTS)(
    '$name: $broken',
    async (plant) => {
      const { what } = await searchPlant(plant, plant.found.seed, SEEDS);
      expect(what, `no seed from ${plant.found.seed} on finds it`).toBeDefined();
    },
    LIMIT_MS,
  );
});

describe('The planted bugs', () => {
  test.each(PLANTS)('$name has its place exactly once', (plant) => {
    const source = readFileSync(join(root, plant.file), 'utf8');
    expect(planted(source, plant)).not.toBe(source);
  });

  test('are refused when their place is gone', () => {
    const [first] = PLANTS;
    if (first === undefined) throw new Error('no bug is planted');
    expect(() => planted('another text', first)).toThrow('its place 0 times');
  });

  test('have names of their own', () => {
    expect(new Set(PLANTS.map(({ name }) => name)).size).toBe(PLANTS.length);
  });

  test('stand in the document as they are', () => {
    expect(readFileSync(join(root, 'docs/simulation.md'), 'utf8')).toContain(plantTable(PLANTS));
  });
});
