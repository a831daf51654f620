// The notices of a run: each thing once, in the order in which it was first told.
import { FACT, type Notice } from '../traffic/facts.ts';
import type { RunFold } from './step-fold.ts';

export function noticesOf({ facts }: RunFold): readonly string[] {
  const notices = facts.filter(({ name }) => name === FACT.notice);
  return [...new Set(notices.map(({ value }) => (value as unknown as Notice).text))];
}
