// All bugs on switches.
import { ENGINE_PLANTS } from './engine-plants.ts';
import type { Plant } from './plant.ts';
import { SWITCH_PLANTS } from './switch-plants.ts';

export const PLANTS: readonly Plant[] = [...ENGINE_PLANTS, ...SWITCH_PLANTS];

export function plantNamed(name: string): Plant {
  const found = PLANTS.find((plant) => plant.name === name);
  if (found === undefined) throw new Error(`there is no planted bug "${name}"`);
  return found;
}
