// Grey lines where numbers will be, and a line that says so when they take long; nothing changes its height.
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';

const WIDTHS = ['92%', '74%', '83%', '61%', '88%'];
const SPINNER_AFTER_MS = 400;

export function Skeleton({ lines = 3 }: { readonly lines?: number }): ReactElement {
  return (
    <div aria-busy="true">
      <Late>
        <span className="only-read" role="status">
          Reading…
        </span>
      </Late>
      {Array.from({ length: lines }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
          key={index}
          className="grey-line"
          style={{ width: WIDTHS[index % WIDTHS.length] }}
        />
      ))}
    </div>
  );
}

/** Shows its content only when it has been waited for long enough to be worth a word. */
export function Late({
  afterMs = SPINNER_AFTER_MS,
  children,
}: {
  readonly afterMs?: number;
  readonly children: ReactNode;
}): ReactNode {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return isLate ? children : null;
}
