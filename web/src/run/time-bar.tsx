// Where the time of a run went: machine in ink, people in amber hatch, waiting on purpose in grey, one after the other.
import type { ReactElement } from 'react';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { useNow } from '../parts/clock.tsx';
import { Panel } from '../parts/panel.tsx';
import { clockText, durationText } from '../parts/time.ts';

type Span = RunPage['times']['spans'][number];

const WORDS = { machine: 'Machine', human: 'People', bake: 'Settle and bake' } as const;
const THINNEST_PERCENT = 0.25;

export function TimeBar({ page }: { readonly page: RunPage }): ReactElement | null {
  const now = useNow();
  const isOver = page.endedAt !== null;
  const to = page.endedAt ?? now;
  const spans = isOver ? page.times.spans : growing(page.times.spans, now);
  const wholeMs = to - page.startedAt;
  if (wholeMs <= 0 || spans.length === 0) return null;
  const shown = merged(spans, wholeMs);
  return (
    <Panel
      title="Where the time went"
      aside={isOver ? `${durationText(wholeMs)} in all` : `${durationText(wholeMs)} since start`}
    >
      <div className="time-bar" role="img" aria-label={inWords(spans)}>
        {shown.map((span) => (
          <i
            key={span.from}
            data-kind={span.kind}
            title={`${span.label}: ${durationText(span.to - span.from)}`}
            style={{ width: `${((span.to - span.from) / wholeMs) * 100}%` }}
          />
        ))}
      </div>
      <div className="time-ends label third">
        <span>{clockText(page.startedAt)}</span>
        <span>
          {isOver ? '' : 'now '}
          {clockText(to)}
        </span>
      </div>
      <ul className="time-sums">
        {(['machine', 'human', 'bake'] as const).map((kind) => (
          <li key={kind}>
            <i className="time-key" data-kind={kind} aria-hidden="true" />
            {WORDS[kind]} <b className="time-sums-much">{durationText(sumOf(spans, kind))}</b>
            <Longest spans={spans} kind={kind} isOver={isOver} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The last span goes on until the page says otherwise. */
function growing(spans: readonly Span[], now: number): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.to >= now) return spans;
  return [...spans.slice(0, -1), { ...last, to: now }];
}

/** Neighbours of a kind, and what is too thin to be seen with what stands before it: a bar of a thousand shreds says nothing. */
function merged(spans: readonly Span[], wholeMs: number): readonly Span[] {
  const thinMs = (wholeMs * THINNEST_PERCENT) / 100;
  const shown: Span[] = [];
  for (const span of spans) {
    const before = shown.at(-1);
    if (before !== undefined && (before.kind === span.kind || span.to - span.from < thinMs)) {
      const label = before.label === span.label ? before.label : `${before.label}, ${span.label}`;
      shown[shown.length - 1] = {
        ...before,
        to: span.to,
        label: label.length > 200 ? before.label : label,
      };
    } else {
      shown.push(span);
    }
  }
  return shown;
}

function sumOf(spans: readonly Span[], kind: Span['kind']): number {
  return spans
    .filter((span) => span.kind === kind)
    .reduce((sum, span) => sum + span.to - span.from, 0);
}

function inWords(spans: readonly Span[]): string {
  return (['machine', 'human', 'bake'] as const)
    .map((kind) => `${WORDS[kind]} ${durationText(sumOf(spans, kind))}`)
    .join(', ');
}

function Longest(props: {
  readonly spans: readonly Span[];
  readonly kind: Span['kind'];
  readonly isOver: boolean;
}): ReactElement | null {
  const own = props.spans.filter(({ kind }) => kind === props.kind);
  const longest = own.reduce<Span | undefined>(
    (best, span) => (best === undefined || span.to - span.from > best.to - best.from ? span : best),
    undefined,
  );
  if (props.kind !== 'human' || longest === undefined) return null;
  const soFar = !props.isOver && longest === props.spans.at(-1) ? ' so far' : '';
  return (
    <span className="label third">
      longest: {longest.label}, {durationText(longest.to - longest.from)}
      {soFar}
    </span>
  );
}
