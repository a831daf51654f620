// The steps of a run that wait without running, each with what it waits for.
import type { WaitView } from './run-view.ts';
import type { RunFold } from './step-fold.ts';

export function openWaits(fold: RunFold, name: (path: string) => string): readonly WaitView[] {
  const waits: WaitView[] = [];
  for (const [path, { waits: open, status, deadlineAt, isAnswered }] of fold.steps) {
    if (open === undefined || status !== open.wait.status) continue;
    const { ends } = open.wait;
    waits.push({
      path,
      name: name(path),
      status: open.wait.status,
      says: isAnswered ? 'the pause to end' : open.says,
      openedAt: open.at,
      endsAt: ends.kind === 'time' ? ends.at : undefined,
      deadlineAt,
      asks: ends.kind === 'inputs' && !isAnswered ? ends.asked : [],
    });
  }
  return waits;
}
