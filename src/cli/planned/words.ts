// Words that several parts of a drawn plan share.
import type { GroupOutlook } from '../../traffic/outlook.ts';

export function capacityText({ minimum, target, maximum }: GroupOutlook['capacity']): string {
  return `${target} instances (at least ${minimum}, at most ${maximum})`;
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
