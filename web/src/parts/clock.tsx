// The clock that ages tick by: the wall's, or that of a run, which may go faster.
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { ageText, clockText, durationText, momentText } from './time.ts';

/** What time it is; a clock of a run is true as of when the run's page came. */
export interface PageClock {
  now(): number;
}

const wall: PageClock = { now: () => Date.now() };
const ClockContext = createContext<PageClock>(wall);

/** Ages below it count on the run's clock: `at` was its time when the wall's was `receivedAt`. */
export function RunClock(props: {
  readonly at: number;
  readonly receivedAt: number;
  readonly speed: number;
  /** An ended run's clock stands. */
  readonly isStill?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { at, receivedAt, speed, isStill = false, children } = props;
  const clock = useMemo(
    () => ({ now: () => (isStill ? at : at + (Date.now() - receivedAt) * speed) }),
    [at, receivedAt, speed, isStill],
  );
  return <ClockContext value={clock}>{children}</ClockContext>;
}

function useClock(): PageClock {
  return useContext(ClockContext);
}

/** The time, anew each second. */
export function useNow(): number {
  const clock = useClock();
  useSyncExternalStore(ticks.subscribe, ticks.count);
  return clock.now();
}

/** One timer for all ages of a page. */
const ticks = ((): {
  readonly subscribe: (listener: () => void) => () => void;
  readonly count: () => number;
} => {
  const listeners = new Set<() => void>();
  let number = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    number += 1;
    for (const listener of listeners) listener();
  };
  return {
    count: () => number,
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, 1_000);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
})();

/** `9 s ago`, counting. */
export function Age({ at }: { readonly at: number }): ReactElement {
  const now = useNow();
  return (
    <time dateTime={isoText(at)} title={`${momentText(at, now)} UTC`}>
      {ageText(now - at)}
    </time>
  );
}

/** How long since, or until: `8 min 17 s`, counting. */
export function Elapsed({
  from,
  to,
}: {
  readonly from?: number;
  readonly to?: number | null;
}): ReactElement {
  const now = useNow();
  return <>{durationText((to ?? now) - (from ?? now))}</>;
}

/** A moment on the UTC clock, with its date when that is another. */
export function Moment({ at }: { readonly at: number }): ReactElement {
  const now = useClock().now();
  return (
    <time dateTime={isoText(at)} title={isoText(at)}>
      {momentText(at, now)}
    </time>
  );
}

export function Clock({ at }: { readonly at: number }): ReactElement {
  return <time dateTime={isoText(at)}>{clockText(at)}</time>;
}

function isoText(at: number): string {
  return new Date(at).toISOString();
}
