// The rungs of a run as little squares: done, the one that traffic stands on or that is asked for, and those to come.
import type { ReactElement } from 'react';

export function Pips({
  done,
  all,
  next,
}: {
  readonly done: number;
  readonly all: number;
  /** What the first rung that is not done is. */
  readonly next: 'to come' | 'here' | 'asks' | 'broke';
}): ReactElement | null {
  if (all === 0) return null;
  return (
    <span className="pips" role="img" aria-label={`${done} of ${all} rungs proved`}>
      {Array.from({ length: all }, (_, index) => {
        const is = index < done ? 'done' : index === done ? next : 'to come';
        // biome-ignore lint/suspicious/noArrayIndexKey: a rung is its place
        return <i key={index} className="pip" data-is={is} />;
      })}
    </span>
  );
}
