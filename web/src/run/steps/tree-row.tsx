// One row of the tree of steps: how it stands, what it is called, what it says, and how long it took.
import { memo, type ReactElement } from 'react';
import { Clock, Elapsed } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { lookOfStatus } from '../step-strip.tsx';
import type { TreeRow } from './tree-rows.ts';

export type OpenLog = (step: string, attempt: number) => void;

interface TreeRowProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly isAt: boolean;
  readonly onAt: (index: number) => void;
  readonly onFold: (path: string, isClosed: boolean) => void;
  readonly onOpenLog: OpenLog;
}

export const TreeRowOf = memo(function TreeRowOf(props: TreeRowProps): ReactElement {
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
});

function typeOf({ step }: TreeRow): string {
  return step.type ?? step.kind;
}
