// Loaded before everything else in a child process: replaces the place of the bug that PENSTOCK_PLANT names.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { planted } from './plant.ts';
import { plantNamed } from './plants.ts';

const plant = plantNamed(process.env['PENSTOCK_PLANT'] ?? '');
const url = pathToFileURL(join(import.meta.dirname, '../..', plant.file)).href;

registerHooks({
  load(asked, context, nextLoad) {
    const loaded = nextLoad(asked, context);
    if (asked !== url || loaded.source === undefined || loaded.source === null) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: planted(source, plant) };
  },
});
