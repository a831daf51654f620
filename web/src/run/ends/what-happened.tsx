// What happened, for who comes when it is over: the lines of the journal in which somebody decided or something broke, turned back or ended.
import type { ReactElement } from 'react';
import type { Line } from '../../../../src/api/schemas/run-parts.ts';
import { Clock } from '../../parts/clock.tsx';
import { type GlyphName, Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';

const SHOWN = 10;

const GLYPHS: Readonly<Record<string, GlyphName>> = {
  people: 'person',
  proof: 'done',
  failed: 'broke',
  expired: 'clock',
  rejected: 'broke',
  ask: 'differs',
  back: 'back',
  end: 'flag',
};
const BROKEN = new Set(['failed', 'expired', 'rejected']);

export function WhatHappened({ lines }: { readonly lines: readonly Line[] }): ReactElement | null {
  const told = lines.filter(({ kind }) => GLYPHS[kind] !== undefined).slice(-SHOWN);
  if (told.length === 0) return null;
  return (
    <Panel title="What happened">
      <ol className="happened">
        {told.map(({ seq, at, kind, text }) => (
          <li key={seq} data-broken={BROKEN.has(kind) || undefined}>
            <a href={`#event-${seq}`} className="happened-at second">
              <Clock at={at} />
            </a>
            <Icon name={GLYPHS[kind] ?? 'to come'} />
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
