// The tree of steps with its live states: only the rows in sight are drawn, and the arrow keys go through it as through any tree.
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useRun } from '../run-context.tsx';
import { type OpenLog, TreeRowOf } from './tree-row.tsx';
import { rowAfter, treeRows } from './tree-rows.ts';

const ROW_PX = 30;
const AHEAD = 5;
/** More than there are ever in sight. */
const SLOTS = 64;

export function StepTree({
  named,
  onOpenLog,
}: {
  /** The path of the step that the address names. */
  readonly named: string | undefined;
  readonly onOpenLog: OpenLog;
}): ReactElement {
  const { steps } = useRun();
  const { closed, fold } = useFolds();
  const [at, setAt] = useState(0);
  const room = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(steps, closed), [steps, closed]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => room.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
    useFlushSync: false,
  });
  const namedAt = rows.findIndex(({ step }) => step.path === named);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address moves what is looked at
  useEffect(() => {
    if (namedAt < 0) return;
    setAt(namedAt);
    virtual.scrollToIndex(namedAt, { align: 'start' });
  }, [named]);
  const onLog = useSteady(onOpenLog);
  const items = virtual.getVirtualItems();
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row === undefined || !isTreeKey(event.key)) return;
    event.preventDefault();
    if (event.key === 'Enter') return onOpenLog(row.step.path, row.step.attempt ?? 1);
    if (event.key === 'ArrowLeft' && row.isOpen) return fold(row.step.path, true);
    if (event.key === 'ArrowRight' && row.hasChildren && !row.isOpen) {
      return fold(row.step.path, false);
    }
    const next = rowAfter(rows, at, event.key);
    if (next === undefined) return;
    setAt(next);
    virtual.scrollToIndex(next);
  };
  return (
    <div
      className="tree"
      ref={room}
      role="tree"
      aria-label="Steps"
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(items.some(({ index }) => index === at) && {
        'aria-activedescendant': `step-row-${at}`,
      })}
    >
      <div className="lines-all" style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <TreeRowOf
              // The same few elements are filled anew: making others for each frame is what makes scrolling slow.
              key={item.index % SLOTS}
              row={row}
              index={item.index}
              start={item.start}
              isAt={item.index === at}
              onAt={setAt}
              onFold={fold}
              onOpenLog={onLog}
            />
          );
        })}
      </div>
    </div>
  );
}

/** What of the tree is folded. */
function useFolds() {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const fold = useCallback((path: string, isClosed: boolean) => {
    setClosed((before) => {
      const next = new Set(before);
      if (isClosed) next.add(path);
      else next.delete(path);
      return next;
    });
  }, []);
  return { closed, fold };
}

/** The same function for ever, so that rows that say the same are not drawn anew. */
function useSteady(onOpenLog: OpenLog): OpenLog {
  const latest = useRef(onOpenLog);
  latest.current = onOpenLog;
  return useCallback((step, attempt) => latest.current(step, attempt), []);
}

const TREE_KEYS = [
  'ArrowDown',
  'ArrowUp',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'Enter',
] as const;

function isTreeKey(key: string): key is (typeof TREE_KEYS)[number] {
  return (TREE_KEYS as readonly string[]).includes(key);
}
