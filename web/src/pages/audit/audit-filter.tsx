// What the audit trail is narrowed to: a person, and of a project a run.
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../parts/keys.ts';

export interface AuditNarrowing {
  readonly who: string;
  readonly run: string;
}

const SETTLED_MS = 300;

/** Asked for only when the typing has paused. */
export function useSettled(narrowing: AuditNarrowing): AuditNarrowing {
  const [settled, setSettled] = useState(narrowing);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(narrowing), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [narrowing]);
  return settled;
}

export function AuditFilter(props: {
  readonly narrowing: AuditNarrowing;
  readonly setNarrowing: (narrowing: AuditNarrowing) => void;
  readonly hasRuns: boolean;
}): ReactElement {
  const { narrowing, setNarrowing, hasRuns } = props;
  const field = useRef<HTMLInputElement>(null);
  useKeys('Audit', [{ keys: '/', does: 'filter', run: () => field.current?.focus() }]);
  return (
    <search className="audit-filter">
      <input
        ref={field}
        className="input"
        type="search"
        aria-label="Person"
        placeholder="Person, as the trail names them"
        value={narrowing.who}
        onChange={({ target }) => setNarrowing({ ...narrowing, who: target.value.trim() })}
      />
      {hasRuns ? (
        <input
          className="input"
          type="search"
          inputMode="numeric"
          aria-label="Run"
          placeholder="Run, such as 214"
          value={narrowing.run}
          onChange={({ target }) => setNarrowing({ ...narrowing, run: target.value.trim() })}
        />
      ) : null}
    </search>
  );
}
