// Barriers: which steps of a pipeline meet, and what cannot be met.
import { nearestHint } from '../lib/nearest.ts';
import type { Pipeline, Stage, Step, StepElement } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import { positionAt, type Session } from './session.ts';

const BARRIER = 'Barrier';

/** The key under which a step meets the others; undefined for a step that meets nobody. */
export function meetingOf(step: Step, barrierRef: unknown): string | undefined {
  return step.type === BARRIER && typeof barrierRef === 'string'
    ? meetingAt(barrierRef)
    : undefined;
}

/** Under this key all steps of one barrier meet. */
export function meetingAt(barrierRef: string): string {
  return `barrier ${barrierRef}`;
}

export function checkBarriers(pipeline: Pipeline, session: Session): void {
  const known = pipeline.barriers.map(({ identifier }) => identifier);
  for (const stage of stagesOf(pipeline)) {
    for (const step of barrierSteps(stage.steps)) checkReference(step, known, session);
    for (const step of barrierSteps(stage.rollbackSteps)) refuseInRollback(step, stage, session);
  }
}

function checkReference(step: Step, known: readonly string[], session: Session): void {
  const reference = step.spec['barrierRef'];
  if (typeof reference !== 'string' || known.includes(reference)) return;
  const position = positionAt(session, `${step.fqn}.spec.barrierRef`, step.position);
  if (reference.includes('<+')) {
    const message = `Which barrier "${step.name}" waits at must be written out.`;
    session.report('unsupported-expression', position, message, 'Write the identifier itself.');
    return;
  }
  const message = `The pipeline has no barrier "${reference}".`;
  const hint = nearestHint(reference, known) || 'Add it to flowControl.barriers of the pipeline.';
  session.report('unknown-entity', position, message, hint);
}

function refuseInRollback(step: Step, stage: Stage, session: Session): void {
  const message = `The rollback of "${stage.name}" would wait at a barrier for steps that may never come.`;
  const hint = 'Take the barrier out of the rollback steps.';
  session.report('unsupported-step', step.position, message, hint);
}

function barrierSteps(elements: readonly StepElement[]): readonly Step[] {
  return elements.flatMap((element) => {
    if (element.kind !== 'step') return barrierSteps(element.steps);
    return element.type === BARRIER ? [element] : [];
  });
}
