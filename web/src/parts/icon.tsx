// The glyphs: each stands beside its word, never for it.
import type { ReactElement } from 'react';

const CIRCLE = 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2';

const LINES = {
  done: 'm3 8.5 3.2 3.2L13 4.8',
  person:
    'M8 2.6a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M2.8 13.8C3.4 11 5.3 9.8 8 9.8s4.6 1.2 5.2 4',
  clock: `${CIRCLE}M8 4.8V8l2.2 1.6`,
  'to come': 'M8 3.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4',
  here: 'M8 1.9a6.1 6.1 0 1 1 0 12.2A6.1 6.1 0 0 1 8 1.9',
  moving: CIRCLE,
  broke: 'm4 4 8 8m0-8-8 8',
  back: 'M6 3.4 2.4 7 6 10.6M2.8 7h6.5a3.4 3.4 0 0 1 0 6.8H7',
  lock: 'M3.2 7h9.6v6.6H3.2zM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2',
  warning: 'M8 2.2 14.4 13.4H1.6zM8 6.4v3.3m0 1.9v.2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  pause: 'M5.5 3.4v9.2m5-9.2v9.2',
  play: 'M5 3.2v9.6L12.6 8z',
  link: 'm6.6 9.4 2.8-2.8M7 4.6l1.3-1.3a3.1 3.1 0 0 1 4.4 4.4L11.4 9M9 11.4l-1.3 1.3a3.1 3.1 0 0 1-4.4-4.4L4.6 7',
  differs: 'M3 6h10M3 10h10M10.4 3l-4.8 10',
  down: 'm4 6.4 4 4 4-4',
  right: 'm6.4 4 4 4-4 4',
  flag: 'M4 14V2.6h8l-2 3 2 3H4',
  search: 'M7 2.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8M10.3 10.3l3.2 3.2',
  add: 'M8 3v10M3 8h10',
  log: 'M3 4h10M3 8h10M3 12h6',
} as const;

const SOLID: Partial<Record<GlyphName, string>> = {
  moving: 'M8 2a6 6 0 0 1 0 12z',
  here: 'M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8',
};

export type GlyphName = keyof typeof LINES;

/** `says` only where no word stands beside it. */
export function Icon({
  name,
  says,
}: {
  readonly name: GlyphName;
  readonly says?: string;
}): ReactElement {
  const solid = SOLID[name];
  const paths = (
    <>
      <path d={LINES[name]} />
      {solid === undefined ? null : <path className="solid" d={solid} />}
    </>
  );
  if (says === undefined) {
    return (
      <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
        {paths}
      </svg>
    );
  }
  return (
    <svg className="icon" viewBox="0 0 16 16" role="img" aria-label={says}>
      {paths}
    </svg>
  );
}
