// The planted bugs as a table of the documents.
import type { Plant } from './plant.ts';

export function plantTable(plants: readonly Plant[]): string {
  const rows = plants.map(
    ({ name, file, broken, found }) =>
      `| \`${name}\` | \`${file}\` | ${broken} | ${found.by} | ${found.seed} |`,
  );
  const head = ['| bug | file | what is broken | found by | seeds |', '|---|---|---|---|---|'];
  return [...head, ...rows].join('\n');
}
