// Following AWS's markers to the last page, with an end even if AWS never sends one.
import { CloudError } from '../cloud-error.ts';

export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** Far above AWS's own quotas: 1,000 pages of 100 rules. */
const PAGES_AT_MOST = 1_000;

export async function everyPage<Item>(
  read: (marker: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const answer = await read(marker);
    items.push(...(answer.items ?? []));
    if (answer.next === undefined || answer.next === '') return items;
    marker = answer.next;
  }
  throw new CloudError(
    'unavailable',
    'EndlessPages',
    `AWS sent ${PAGES_AT_MOST} pages and still names a next one; the read was given up`,
  );
}

/** The ARNs without repetition, in lists that one request can carry. */
export function batches(arns: readonly string[], atMost: number): readonly (readonly string[])[] {
  const unique = [...new Set(arns)];
  const lists: string[][] = [];
  for (let from = 0; from < unique.length; from += atMost) {
    lists.push(unique.slice(from, from + atMost));
  }
  return lists;
}
