// docs/compatibility.md: its prose is written by hand, and what the code can say itself is put between the marks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureTables } from './failure-tables.ts';
import { fieldTables } from './field-tables.ts';
import { stepTypeTables } from './step-type-tables.ts';

const PARTS: Readonly<Record<string, () => string>> = {
  fields: fieldTables,
  steps: stepTypeTables,
  failures: failureTables,
};

export function compatibilityPage(): string {
  const page = readFileSync(join(import.meta.dirname, '../../docs/compatibility.md'), 'utf8');
  return Object.entries(PARTS).reduce((text, [name, write]) => filledIn(text, name, write()), page);
}

/** Throws when the page has lost the marks: then nothing would be kept up to date. */
function filledIn(page: string, name: string, text: string): string {
  const begin = `<!-- made by "npm run docs": ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = page.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined)
    throw new Error(`docs/compatibility.md has no place between "${begin}" and "${end}".`);
  return `${before}${begin}\n${text}\n${end}${after}`;
}
