// The journal of a run: every line worth reading, filtered and searched, following its end until somebody scrolls away.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { Line } from '../../../../src/api/schemas/run-parts.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/field.tsx';
import { useKeys } from '../../parts/keys.ts';
import { clockText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';
import {
  JOURNAL_FILTERS,
  type JournalFilter,
  lineNamed,
  matches,
  shownLines,
} from './journal-filter.ts';

const ROW_PX = 24;
const AHEAD = 20;

export function Journal(): ReactElement {
  const { lines, client, project, run } = useRun();
  const [filter, setFilter] = useState<JournalFilter>('all');
  const [search, setSearch] = useState('');
  const [named, setNamed] = useState(() => lineNamed(location.hash));
  const [isFollowing, setFollowing] = useState(named === null);
  const field = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => shownLines(lines, filter, search), [lines, filter, search]);
  useKeys('Journal', [
    { keys: '/', does: 'Search the journal', run: () => field.current?.focus() },
    { keys: 'f', does: 'Follow, or stop following', run: () => setFollowing(!isFollowing) },
  ]);
  return (
    <>
      <div className="records-bar">
        <Choices
          label="Which lines"
          value={filter}
          onChoose={setFilter}
          options={JOURNAL_FILTERS.map(([id, text]) => [
            id,
            `${text} ${lines.filter((line) => matches(line, id)).length}`,
          ])}
        />
        <input
          ref={field}
          className="input records-search"
          type="search"
          aria-label="Search the journal"
          placeholder="Search  /"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <Button
          size="small"
          keyHint="F"
          aria-pressed={isFollowing}
          {...(isFollowing && { icon: 'done' as const })}
          onClick={() => setFollowing(!isFollowing)}
        >
          {isFollowing ? 'Following' : 'Follow'}
        </Button>
      </div>
      <Lines
        lines={shown}
        named={named}
        onName={(seq) => {
          setNamed(seq);
          setFollowing(false);
        }}
        isFollowing={isFollowing}
        onScrollAway={() => setFollowing(false)}
      />
      <p className="records-foot label second">
        {shown.length === lines.length
          ? `${lines.length} lines`
          : `${shown.length} of ${lines.length} lines`}
        {' · '}
        <a href={client.urlOf('listEvents', { project, run })} target="_blank" rel="noreferrer">
          All events as JSON
        </a>
      </p>
    </>
  );
}

function Lines(props: {
  readonly lines: readonly Line[];
  readonly named: number | null;
  readonly onName: (seq: number) => void;
  readonly isFollowing: boolean;
  readonly onScrollAway: () => void;
}): ReactElement {
  const { lines, named, onName, isFollowing, onScrollAway } = props;
  const room = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => room.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
    getItemKey: (index) => lines[index]?.seq ?? index,
  });
  useEffect(() => {
    if (isFollowing && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [isFollowing, lines.length, rows]);
  const at = named === null ? -1 : lines.findIndex(({ seq }) => seq >= named);
  useEffect(() => {
    if (at >= 0 && !isFollowing) rows.scrollToIndex(at, { align: 'center' });
  }, [at, isFollowing, rows]);
  return (
    <div
      className="lines"
      ref={room}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Lines of the journal"
      onWheel={({ deltaY }) => deltaY < 0 && isFollowing && onScrollAway()}
      onKeyDown={({ key }) => SCROLLS_UP.has(key) && isFollowing && onScrollAway()}
    >
      <div className="lines-all" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return line === undefined ? null : (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className="line"
              data-kind={line.kind}
              {...(line.seq === named && { 'data-named': '' })}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <a
                href={`#event-${line.seq}`}
                className="line-number"
                onClick={() => onName(line.seq)}
              >
                {line.seq}
              </a>
              <span className="third">{clockText(line.at)}</span>
              <span className="second">{line.kind}</span>
              <span className="line-text">{line.text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const SCROLLS_UP = new Set(['ArrowUp', 'PageUp', 'Home']);
