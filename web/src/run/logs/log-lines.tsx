// The lines of one log: read page by page, then followed while the run goes on; drawn only where they are in sight.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { useKeys } from '../../parts/keys.ts';
import { hashOf } from './log-place.ts';
import { useLog } from './use-log.ts';

const ROW_PX = 24;
const AHEAD = 30;

export function LogLines(props: {
  readonly step: string;
  readonly attempt: number;
  readonly search: string;
  readonly named: number | null;
}): ReactElement {
  const { step, attempt, search, named } = props;
  const { lines, trouble, isWhole, readOn } = useLog(step, attempt, search);
  const [isFollowing, setFollowing] = useState(named === null && search === '');
  const room = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => room.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
    getItemKey: (index) => lines[index]?.number ?? index,
  });
  useKeys('Logs', [
    { keys: 'f', does: 'Follow, or stop following', run: () => setFollowing(!isFollowing) },
  ]);
  useEffect(() => {
    if (isFollowing && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [isFollowing, lines.length, rows]);
  const at = named === null ? -1 : lines.findIndex(({ number }) => number === named);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'center' });
    else if (named !== null && !isWhole) readOn();
  }, [at, named, isWhole, readOn, rows]);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div className="lines" ref={room} tabIndex={0} role="log" aria-live="off" aria-label="Log">
        <div className="lines-all" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return line === undefined ? null : (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="line log-line"
                {...(line.number === named && { 'data-named': '' })}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <a className="line-number" href={hashOf({ step, attempt, line: line.number })}>
                  {line.number}
                </a>
                <span className="line-text">{line.text}</span>
              </div>
            );
          })}
        </div>
      </div>
      <div className="records-foot label second">
        {trouble ?? (lines.length === 0 && isWhole ? 'No line.' : `${lines.length} lines`)}
        {isWhole ? null : (
          <Button size="small" kind="quiet" onClick={readOn}>
            Read on
          </Button>
        )}
        <Button
          size="small"
          kind="quiet"
          keyHint="F"
          aria-pressed={isFollowing}
          onClick={() => setFollowing(!isFollowing)}
        >
          {isFollowing ? 'Following' : 'Follow'}
        </Button>
      </div>
    </>
  );
}
