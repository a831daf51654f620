// A plan in a few words: its hash as people read it, and the sentence of its page.
import type { Outlook, OutlookCall } from '../../../../src/api/schemas/outlook.ts';
import { count } from '../../parts/numbers.ts';

const SHOWN = 12;

/** In groups of four, of its beginning. */
export function shortHash(hash: string): string {
  return (hash.slice(0, SHOWN).match(/.{1,4}/g) ?? []).join(' ');
}

function callsOf({ stages }: Outlook): readonly OutlookCall[] {
  return stages.flatMap(({ steps }) => steps.flatMap(({ writes }) => writes));
}

export function movesTraffic({ call }: OutlookCall): boolean {
  return call === 'ModifyRule' || call === 'ModifyListener';
}

export function planSentence(outlook: Outlook): string {
  const calls = callsOf(outlook);
  const traffic = calls.filter(movesTraffic).length;
  if (calls.length === 0) return 'This run writes nothing to any cloud.';
  const rules = outlook.stages.flatMap(({ rules: all }) => all);
  const written = rules.filter(({ changes }) => changes.length > 0).length;
  const rungs = new Set(rules.flatMap(({ changes }) => changes.map(({ rung }) => rung))).size;
  const writes = `It writes ${count(calls.length, 'time')}`;
  if (traffic === 0) return `This run moves no traffic. ${writes}.`;
  const moves = `This run moves ${count(written, 'rule')} in ${count(rungs, 'rung')}.`;
  return `${moves} ${writes}, and ${traffic} of those ${traffic === 1 ? 'moves' : 'move'} traffic.`;
}
