// What the list is narrowed to: words of a run, and its state.
import { type ReactElement, type ReactNode, useRef } from 'react';
import { useProject } from '../../frame/project.ts';
import { Button } from '../../parts/button.tsx';
import { useKeys } from '../../parts/keys.ts';
import { useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import type { RunRow } from './runs-table.tsx';

export interface Filter {
  readonly text: string;
  readonly state: 'any' | 'mine' | 'act' | 'moving' | 'ended';
}

export function filtered(rows: readonly RunRow[], { text, state }: Filter): readonly RunRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ run, standing }) => {
    const all = `${run.pipeline} ${run.run} ${run.startedBy} ${run.sentence} ${standing.chip}`;
    const hasWords = words.every((word) => all.toLowerCase().includes(word));
    if (!hasWords || state === 'any') return hasWords;
    return state === 'mine' ? standing.isMine : standing.section === state;
  });
}

export function RunFilter(props: {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly mayStart: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { filter, setFilter, mayStart, children } = props;
  const field = useRef<HTMLInputElement>(null);
  const go = useGo();
  const project = useProject();
  useKeys('This list', [{ keys: '/', does: 'filter', run: () => field.current?.focus() }]);
  return (
    <search className="runs-filter">
      <input
        ref={field}
        className="input"
        type="search"
        aria-label="Filter runs"
        placeholder="Pipeline, person, words of the sentence…"
        value={filter.text}
        onChange={({ target }) => setFilter({ ...filter, text: target.value })}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <select
        className="input"
        aria-label="State"
        value={filter.state}
        onChange={({ target }) => setFilter({ ...filter, state: target.value as Filter['state'] })}
      >
        <option value="any">Any state</option>
        <option value="mine">Waits for you</option>
        <option value="act">Somebody must act</option>
        <option value="moving">Moving</option>
        <option value="ended">Ended</option>
      </select>
      <span className="to-the-end label second">{children}</span>
      {mayStart ? (
        <Button kind="primary" keyHint="N" onClick={() => go(paths.newRun(project))}>
          New run…
        </Button>
      ) : (
        <span className="label second">New runs: operators of this project start them</span>
      )}
    </search>
  );
}
