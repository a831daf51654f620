// Says a changing sentence to screen readers, at most once in ten seconds, so that a busy run does not talk without end.
import { type ReactElement, useEffect, useRef, useState } from 'react';

const BETWEEN_MS = 10_000;

export function Announce({
  text,
  isAssertive = false,
}: {
  readonly text: string;
  /** For what broke and for the way back: at once. */
  readonly isAssertive?: boolean;
}): ReactElement {
  const [said, setSaid] = useState('');
  const saidAt = useRef(Date.now());
  useEffect(() => {
    const restMs = isAssertive ? 0 : Math.max(0, saidAt.current + BETWEEN_MS - Date.now());
    const timer = setTimeout(() => {
      saidAt.current = Date.now();
      setSaid(text);
    }, restMs);
    return () => clearTimeout(timer);
  }, [text, isAssertive]);
  return (
    <p className="only-read" role={isAssertive ? 'alert' : 'status'}>
      {said}
    </p>
  );
}
