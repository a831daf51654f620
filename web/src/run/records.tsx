// What has been recorded, as three views of one panel: the journal, the tree of steps, and what steps have written.
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useKeys } from '../parts/keys.ts';
import { Journal } from './journal/journal.tsx';
import { type LogPlace, logPlaceIn } from './logs/log-place.ts';
import { Logs } from './logs/logs.tsx';
import { useRun } from './run-context.tsx';
import { stepNamed } from './steps/step-hash.ts';
import { StepTree } from './steps/step-tree.tsx';

type View = 'journal' | 'steps' | 'logs';

const VIEWS: readonly (readonly [View, string])[] = [
  ['journal', 'Journal'],
  ['steps', 'Steps'],
  ['logs', 'Logs'],
];

export function Records(): ReactElement {
  const { lines, steps } = useRun();
  const hash = useHash();
  const [view, setView] = useState<View>(() => viewOf(hash));
  const [place, setPlace] = useState<LogPlace | undefined>(() => logPlaceIn(hash));
  const room = useRef<HTMLElement>(null);
  const open = (next: View) => {
    setView(next);
    room.current?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    const named = logPlaceIn(hash);
    if (named !== undefined) setPlace(named);
    if (hash === '') return;
    setView(viewOf(hash));
    room.current?.scrollIntoView({ block: 'nearest' });
  }, [hash]);
  useKeys('Records', [
    { keys: 'l', does: 'Logs', run: () => open('logs') },
    { keys: 't', does: 'Steps', run: () => open('steps') },
    { keys: 'e', does: 'Journal', run: () => open('journal') },
  ]);
  const counts = { journal: lines.length, steps: steps.length, logs: 0 };
  return (
    <section className="panel records" ref={room} id="records" aria-label="Records">
      <div className="tabs" role="tablist" aria-label="Records">
        {VIEWS.map(([id, title]) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={view === id}
            aria-controls="records-view"
            tabIndex={view === id ? 0 : -1}
            onClick={() => setView(id)}
            onKeyDown={(event) => setView(viewAfter(id, event.key))}
          >
            {title} {counts[id] === 0 ? '' : counts[id]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="records-view" aria-labelledby={`tab-${view}`}>
        {view === 'journal' ? <Journal /> : null}
        {view === 'steps' ? (
          <StepTree
            named={stepNamed(hash)}
            onOpenLog={(step, attempt) => {
              setPlace({ step, attempt, line: null });
              open('logs');
            }}
          />
        ) : null}
        {view === 'logs' ? <Logs place={place} onPlace={setPlace} /> : null}
      </div>
    </section>
  );
}

function viewOf(hash: string): View {
  if (hash.startsWith('#log')) return 'logs';
  return hash.startsWith('#step') ? 'steps' : 'journal';
}

function viewAfter(view: View, key: string): View {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const at = VIEWS.findIndex(([id]) => id === view);
  const next = VIEWS[(at + step + VIEWS.length) % VIEWS.length]?.[0] ?? view;
  if (step !== 0) document.getElementById(`tab-${next}`)?.focus();
  return next;
}

/** The place in the address: what a permalink names. */
function useHash(): string {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return hash;
}
