// What became of the gate that was open on this page a moment ago: decided, too late, expired; shown until the next one has closed.
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { Line } from '../../../../src/api/schemas/run-parts.ts';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Banner } from '../../parts/banner.tsx';
import { clockText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';
import { gateKey, useGateWords } from './gate-words.ts';

export function LastGate(): ReactElement | null {
  const { page, lines, isReplay } = useRun();
  const { word, about } = useGateWords();
  const seen = useRef<GateOnPage>(undefined);
  const [closed, setClosed] = useState<GateOnPage>();
  const [open] = page.gates;
  useEffect(() => {
    const before = seen.current;
    if (before !== undefined && (open === undefined || gateKey(open) !== gateKey(before))) {
      setClosed(before);
    }
    seen.current = open;
  }, [open]);
  if (closed === undefined || isReplay || page.endedAt !== null) return null;
  // Who has just decided it reads that already.
  if (about === gateKey(closed) && word.state.is === 'recorded') return null;
  const decided = lines.findLast(
    ({ kind, text, at }) =>
      kind === 'people' && at >= closed.openedAt && text.includes(closed.name),
  );
  return (
    <Banner icon={decided === undefined ? 'clock' : 'done'}>{toldOf(closed, decided, page)}</Banner>
  );
}

function toldOf(gate: GateOnPage, decided: Line | undefined, page: RunPage): string {
  const what = gate.rung ?? gate.name;
  if (decided === undefined) {
    return page.now >= gate.expiresAt
      ? `${what} expired: nobody answered in time. Nothing was written for it.`
      : `${what} is no longer asked.`;
  }
  return `${clockText(decided.at)} ${decided.text}. Nothing more is needed there.`;
}
