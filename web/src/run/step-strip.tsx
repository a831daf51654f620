// The strip of steps: the run's largest parts in written order, each with how long it took or what it is at.
import type { ReactElement } from 'react';
import type { StepInTree } from '../../../src/api/schemas/run-parts.ts';
import { Elapsed } from '../parts/clock.tsx';
import { type GlyphName, Icon } from '../parts/icon.tsx';
import { stepHash } from './steps/step-hash.ts';

const PARTS_MAX = 9;

export function StepStrip({
  steps,
}: {
  readonly steps: readonly StepInTree[];
}): ReactElement | null {
  const parts = partsOf(steps);
  if (parts.length < 2) return null;
  const at = Math.max(
    0,
    parts.findLastIndex(({ startedAt }) => startedAt !== null),
  );
  const from = Math.max(0, Math.min(at - PARTS_MAX + 3, parts.length - PARTS_MAX));
  const shown = parts.slice(from, from + PARTS_MAX);
  const after = parts.length - from - shown.length;
  return (
    <nav aria-label="Steps of the run">
      <ol className="step-strip">
        {from > 0 ? (
          <li className="step-strip-part" data-is="done">
            {from} before
          </li>
        ) : null}
        {shown.map((part) => (
          <Part key={part.path} part={part} />
        ))}
        {after > 0 ? (
          <li className="step-strip-part" data-is="todo">
            {after} more
          </li>
        ) : null}
      </ol>
    </nav>
  );
}

/** The highest level on which there is more than one part; rollback steps only once they have begun. */
function partsOf(steps: readonly StepInTree[]): readonly StepInTree[] {
  const begun = steps.filter(({ path, startedAt }) => startedAt !== null || !isRollback(path));
  const childrenOf = Map.groupBy(begun, ({ parent }) => parent);
  let level: readonly StepInTree[] = childrenOf.get(null) ?? [];
  for (;;) {
    const [only, ...more] = level.filter(({ path }) => !isRollback(path));
    const below = only === undefined ? [] : (childrenOf.get(only.path) ?? []);
    if (only === undefined || more.length > 0 || below.length === 0) return level;
    level = [...below, ...level.filter(({ path }) => isRollback(path))];
  }
}

function isRollback(path: string): boolean {
  return path.endsWith('/rollback');
}

function Part({ part }: { readonly part: StepInTree }): ReactElement {
  const look = lookOf(part);
  return (
    <li
      className="step-strip-part"
      data-is={look.is}
      {...(look.is === 'now' && { 'aria-current': 'step' as const })}
    >
      <a href={stepHash(part.path)}>
        <Icon name={look.icon} says={part.status} />
        <span>{part.name}</span>
        {part.startedAt === null ? null : (
          <span className="third">
            <Elapsed from={part.startedAt} to={part.endedAt} />
          </span>
        )}
      </a>
    </li>
  );
}

function lookOf({ status, startedAt, endedAt }: StepInTree): {
  readonly is: 'done' | 'now' | 'todo' | 'broken';
  readonly icon: GlyphName;
} {
  return lookOfStatus(status, startedAt !== null, endedAt !== null);
}

/** The same for strip and tree. */
export function lookOfStatus(
  status: string,
  isBegun: boolean,
  isEnded: boolean,
): { readonly is: 'done' | 'now' | 'todo' | 'broken'; readonly icon: GlyphName } {
  switch (status) {
    case 'Success':
    case 'IgnoreFailed':
      return { is: 'done', icon: 'done' };
    case 'Failed':
    case 'Errored':
    case 'Expired':
    case 'ApprovalRejected':
    case 'Aborted':
      return { is: 'broken', icon: 'broke' };
    case 'ApprovalWaiting':
    case 'InterventionWaiting':
    case 'InputWaiting':
      return { is: 'now', icon: 'person' };
    case 'ResourceWaiting':
    case 'Queued':
    case 'Waiting':
      return { is: 'now', icon: 'clock' };
    case 'Running':
      return { is: 'now', icon: 'moving' };
    default:
      return isBegun && !isEnded ? { is: 'now', icon: 'moving' } : { is: 'todo', icon: 'to come' };
  }
}
