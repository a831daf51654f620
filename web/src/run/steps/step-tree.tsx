// The tree of steps with its live states: only the rows in sight are drawn, and the arrow keys go through it as through any tree.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Clock, Elapsed } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useRun } from '../run-context.tsx';
import { lookOfStatus } from '../step-strip.tsx';
import { rowAfter, type TreeRow, treeRows } from './tree-rows.ts';

const ROW_PX = 30;
const AHEAD = 12;

type OpenLog = (step: string, attempt: number) => void;

export function StepTree({
  named,
  onOpenLog,
}: {
  /** The path of the step that the address names. */
  readonly named: string | undefined;
  readonly onOpenLog: OpenLog;
}): ReactElement {
  const { steps } = useRun();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const room = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(steps, closed), [steps, closed]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => room.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
    getItemKey: (index) => rows[index]?.step.path ?? index,
  });
  const namedAt = rows.findIndex(({ step }) => step.path === named);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address moves what is looked at
  useEffect(() => {
    if (namedAt < 0) return;
    setAt(namedAt);
    virtual.scrollToIndex(namedAt, { align: 'start' });
  }, [named]);
  const fold = (path: string, isClosed: boolean) => {
    const next = new Set(closed);
    if (isClosed) next.add(path);
    else next.delete(path);
    setClosed(next);
  };
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
      {...(rows[at] !== undefined && { 'aria-activedescendant': `step-row-${at}` })}
    >
      <div className="lines-all" style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <Row
              key={item.key}
              row={row}
              index={item.index}
              start={item.start}
              isAt={item.index === at}
              onAt={setAt}
              onFold={fold}
              onOpenLog={onOpenLog}
            />
          );
        })}
      </div>
    </div>
  );
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

function Row(props: {
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly isAt: boolean;
  readonly onAt: (index: number) => void;
  readonly onFold: (path: string, isClosed: boolean) => void;
  readonly onOpenLog: OpenLog;
}): ReactElement {
  const { row, index, start, isAt, onAt, onFold, onOpenLog } = props;
  const { step, hasChildren, isOpen, inside } = row;
  const look = lookOfStatus(step.status, step.startedAt !== null, step.endedAt !== null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its rows
    // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and names its active row
    <div
      role="treeitem"
      id={`step-row-${index}`}
      className="tree-row"
      aria-level={Math.max(1, step.depth)}
      aria-selected={isAt}
      {...(hasChildren && { 'aria-expanded': isOpen })}
      data-is={look.is}
      style={{
        transform: `translateY(${start}px)`,
        paddingLeft: 16 + Math.max(0, step.depth - 1) * 18,
      }}
      onClick={() => {
        onAt(index);
        if (hasChildren) onFold(step.path, isOpen);
      }}
      onDoubleClick={() => onOpenLog(step.path, step.attempt ?? 1)}
    >
      <span className="tree-fold">
        {hasChildren ? <Icon name={isOpen ? 'down' : 'right'} /> : null}
      </span>
      <Icon name={look.icon} />
      <span className="tree-name">{step.name}</span>
      <span className="label third">{typeOf(row)}</span>
      <span className="tree-says label second" title={step.says ?? undefined}>
        {step.says ?? ''}
      </span>
      <span className="label second">
        {step.status === 'NotStarted' ? '' : step.status}
        {step.attempt !== null && step.attempt > 1 ? `, attempt ${step.attempt}` : ''}
        {hasChildren ? ` ${inside.ended}/${inside.all}` : ''}
      </span>
      <span className="label third number">
        {step.startedAt === null ? null : <Clock at={step.startedAt} />}
      </span>
      <span className="label number">
        {step.startedAt === null ? null : <Elapsed from={step.startedAt} to={step.endedAt} />}
      </span>
    </div>
  );
}

function typeOf({ step }: TreeRow): string {
  return step.type ?? step.kind;
}
