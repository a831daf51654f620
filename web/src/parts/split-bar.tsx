// The split bar: green hatched from the left, blue solid for the rest; it draws what is given and claims nothing.
import type { CSSProperties, ReactElement } from 'react';
import { percentText } from './numbers.ts';

export interface SplitBarProps {
  /** Of the traffic, for green; null when nobody knows. */
  readonly percent: number | null;
  /** `was`: past. `ghost`: to come. */
  readonly look?: 'live' | 'was' | 'ghost';
  readonly size?: 'normal' | 'big';
  /** Where the next rung will stand. */
  readonly nextPercent?: number;
  /** Says the numbers under the bar, too. */
  readonly hasWords?: boolean;
}

export function SplitBar(props: SplitBarProps): ReactElement {
  const { percent, look = 'live', size = 'normal', nextPercent, hasWords = false } = props;
  const width: CSSProperties = { width: `${percent ?? 0}%` };
  const isEnd = percent === null || percent <= 0 || percent >= 100;
  return (
    <div>
      <div className="split-room">
        <div
          className="split"
          role="img"
          aria-label={inWords(percent)}
          data-look={percent === null ? 'unknown' : look}
          data-size={size}
          {...(isEnd && { 'data-end': '' })}
        >
          <span className="split-green" style={width} />
        </div>
        {nextPercent === undefined ? null : (
          <span className="split-next" style={{ left: `${nextPercent}%` }} />
        )}
      </div>
      {hasWords ? <SplitWords percent={percent} /> : null}
    </div>
  );
}

function SplitWords({ percent }: { readonly percent: number | null }): ReactElement {
  if (percent === null) return <div className="split-words">not known</div>;
  return (
    <div className="split-words" aria-hidden="true">
      <span>{percent > 0 ? `${percentText(percent)} green` : ''}</span>
      <span>{percent < 100 ? `${percentText(100 - percent)} blue` : ''}</span>
    </div>
  );
}

function inWords(percent: number | null): string {
  if (percent === null) return 'traffic not known';
  return `green ${percentText(percent)} percent, blue ${percentText(100 - percent)} percent`;
}
