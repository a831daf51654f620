// `npm run planted`: plants every bug in turn and prints what found it, after how many seeds and runs; with --table the table of the document.
import { parseArgs } from 'node:util';
import { plantTable } from './plant-table.ts';
import { PLANTS } from './plants.ts';
import { searchPlant } from './search-plant.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    only: { type: 'string' },
    seeds: { type: 'string', default: '500' },
  },
});
if (values.table) {
  process.stdout.write(`${plantTable(PLANTS)}\n`);
  process.exit(0);
}
const rows: object[] = [];
let missed = 0;
for (const plant of PLANTS) {
  if (values.only !== undefined && !plant.name.includes(values.only)) continue;
  const { seed, runs, what = null } = await searchPlant(plant, 1, Number(values.seeds));
  if (what === null) missed += 1;
  const { name, file, broken, found } = plant;
  rows.push({ name, file, broken, by: found.by, seed, runs, what });
  if (!values.json) {
    const told =
      what === null ? `NOT FOUND in ${seed} seeds` : `seed ${seed}, ${runs} runs: ${what}`;
    process.stdout.write(`${name}\n  ${broken}\n  ${found.by}, ${told}\n`);
  }
}
if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
else process.stdout.write(`${rows.length - missed} of ${rows.length} found\n`);
process.exitCode = missed === 0 ? 0 : 1;
