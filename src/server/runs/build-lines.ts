// The lines of a journal that are worth reading, each with its event's place.
import type { Line } from '../../api/schemas/run-parts.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { stageLabels } from '../../view/deploying-stages.ts';
import { journalLine } from '../../view/journal-line.ts';
import { stepNames } from '../../view/step-names.ts';

export type LineMaker = (event: ExecutionEvent, seq: number) => Line | undefined;

/** Made once per run: the names of its steps are looked up again and again. */
export function createLineMaker(plan: Plan): LineMaker {
  const nameOf = stepNames(plan);
  const stageOf = stageLabels(plan);
  return (event, seq) => {
    const line = journalLine(event, nameOf, stageOf);
    return line && { seq, at: line.at, kind: line.kind, text: line.text };
  };
}
