// What became of the gate that was open on this page a moment ago: counted, too late, expired; shown until the next one opens.
import { type ReactElement, useRef } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Banner } from '../../parts/banner.tsx';
import { clockText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';

export function LastGate(): ReactElement | null {
  const { page, lines, isReplay } = useRun();
  const last = useRef<GateOnPage>(undefined);
  const open = page.gates[0];
  if (open !== undefined) {
    last.current = open;
    return null;
  }
  const gate = last.current;
  if (gate === undefined || isReplay || page.endedAt !== null) return null;
  const decided = lines.findLast(
    ({ kind, text, at }) => kind === 'people' && at >= gate.openedAt && text.includes(gate.name),
  );
  return (
    <Banner icon={decided === undefined ? 'clock' : 'done'}>{ofGate(gate, decided, page)}</Banner>
  );
}

function ofGate(
  gate: GateOnPage,
  decided: { readonly at: number; readonly text: string } | undefined,
  page: RunPage,
): string {
  const what = gate.rung ?? gate.name;
  if (decided === undefined) {
    return page.now >= gate.expiresAt
      ? `${what} expired: nobody answered in time. Nothing was written for it.`
      : `${what} is no longer asked.`;
  }
  return `${clockText(decided.at)} ${decided.text}. Nothing more is needed there.`;
}
