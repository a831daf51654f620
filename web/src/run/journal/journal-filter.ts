// Which lines of a journal are shown: by what they tell of, and by what they contain.
import type { Line } from '../../../../src/api/schemas/run-parts.ts';

export type JournalFilter = 'all' | 'cloud' | 'people' | 'scripts';

export const JOURNAL_FILTERS: readonly (readonly [JournalFilter, string])[] = [
  ['all', 'All'],
  ['cloud', 'Cloud calls'],
  ['people', 'People'],
  ['scripts', 'Steps'],
];

const CLOUD = new Set(['write', 'aws', 'spot', 'rung', 'proof', 'image', 'back', 'bake', 'watch']);
const PEOPLE = new Set(['people', 'wait', 'ask', 'start', 'notice']);
const SCRIPTS = new Set(['step', 'failed', 'expired', 'rejected', 'skipped']);

export function matches(line: Line, filter: JournalFilter): boolean {
  switch (filter) {
    case 'cloud':
      return CLOUD.has(line.kind);
    case 'people':
      return PEOPLE.has(line.kind);
    case 'scripts':
      return SCRIPTS.has(line.kind);
    default:
      return true;
  }
}

export function shownLines(
  lines: readonly Line[],
  filter: JournalFilter,
  search: string,
): readonly Line[] {
  const wanted = search.trim().toLowerCase();
  return lines.filter(
    (line) =>
      matches(line, filter) &&
      (wanted === '' || `${line.kind} ${line.text}`.toLowerCase().includes(wanted)),
  );
}

/** `#event-401` → 401. */
export function lineNamed(hash: string): number | null {
  const found = /^#event-(\d{1,9})$/.exec(hash);
  return found === null ? null : Number(found[1]);
}
