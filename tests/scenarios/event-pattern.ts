// The moments a scenario may name, such as "rung prod-50 proven" or "step Set_Up_Green started".
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { type Bake, FACT, type Review, type Rung } from '../../src/traffic/facts.ts';

/**
 * `run started`, `way back started`, `rung <rung> <state>`, `gate <rung> opened`, `bake <state>`,
 * `step <identifier> started|succeeded|failed|expired|aborted`. The first event that fits counts.
 */
export function eventFits(pattern: string, event: ExecutionEvent): boolean {
  return momentsOf(event).includes(pattern);
}

/** The rung that a gate stands before, or its step's identifier when there is none. */
export function gateOf(event: Extract<ExecutionEvent, { type: 'ApprovalOpened' }>): string {
  const review = event.approval.review as unknown as Review;
  return review.rung ?? identifierOf(event.path);
}

function identifierOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
}

function momentsOf(event: ExecutionEvent): readonly string[] {
  switch (event.type) {
    case 'ExecutionStarted':
      return ['run started'];
    case 'RollbackStarted':
      return ['way back started'];
    case 'AttemptStarted':
      return [`step ${identifierOf(event.path)} started`];
    case 'AttemptFinished':
      return [`step ${identifierOf(event.path)} ${event.result.status}`];
    case 'ApprovalOpened':
      return [`gate ${gateOf(event)} opened`];
    case 'FactRecorded': {
      if (event.name === FACT.bake) return [`bake ${(event.value as unknown as Bake).state}`];
      if (event.name !== FACT.rung) return [];
      const rung = event.value as unknown as Rung;
      return [`rung ${rung.rung} ${rung.state}`];
    }
    default:
      return [];
  }
}
