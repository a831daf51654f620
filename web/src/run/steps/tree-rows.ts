// The rows of the tree of steps: what is open of it, in written order, and where the keys go from a row.
import type { StepInTree } from '../../../../src/api/schemas/run-parts.ts';

export interface TreeRow {
  readonly step: StepInTree;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** Of those that stand in it: how many there are and how many have ended. */
  readonly inside: { readonly all: number; readonly ended: number };
}

const NOT_ENDED = new Set([
  'NotStarted',
  'Queued',
  'Running',
  'ApprovalWaiting',
  'InterventionWaiting',
  'InputWaiting',
  'ResourceWaiting',
  'Waiting',
]);

function hasEnded(step: StepInTree): boolean {
  return step.endedAt !== null || !NOT_ENDED.has(step.status);
}

/** `closed` holds the paths of what is folded; the pipeline's own row is left out. */
export function treeRows(
  steps: readonly StepInTree[],
  closed: ReadonlySet<string>,
): readonly TreeRow[] {
  const childrenOf = Map.groupBy(steps, ({ parent }) => parent);
  const rows: TreeRow[] = [];
  const visit = (step: StepInTree): { all: number; ended: number } => {
    const children = childrenOf.get(step.path) ?? [];
    const isOpen = children.length > 0 && !closed.has(step.path);
    const at = rows.length;
    const inside = { all: 0, ended: 0 };
    rows.push({ step, hasChildren: children.length > 0, isOpen, inside });
    for (const child of children) {
      const below = visit(child);
      const isLeaf = below.all === 0;
      inside.all += isLeaf ? 1 : below.all;
      inside.ended += isLeaf ? Number(hasEnded(child)) : below.ended;
    }
    if (!isOpen) rows.length = at + 1;
    return inside;
  };
  for (const root of childrenOf.get(null) ?? []) {
    for (const child of childrenOf.get(root.path) ?? []) visit(child);
  }
  return rows;
}

/** The row to which an arrow key leads; undefined where it folds or opens instead, or leads nowhere. */
export function rowAfter(
  rows: readonly TreeRow[],
  at: number,
  key: 'ArrowDown' | 'ArrowUp' | 'Home' | 'End' | 'ArrowLeft' | 'ArrowRight',
): number | undefined {
  const row = rows[at];
  switch (key) {
    case 'ArrowDown':
      return at + 1 < rows.length ? at + 1 : undefined;
    case 'ArrowUp':
      return at > 0 ? at - 1 : undefined;
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'ArrowRight':
      return row?.isOpen ? at + 1 : undefined;
    default: {
      if (row === undefined || row.isOpen) return undefined;
      const parent = rows.findIndex(({ step }) => step.path === row.step.parent);
      return parent < 0 ? undefined : parent;
    }
  }
}
