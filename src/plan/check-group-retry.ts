// RetryStepGroup where it would move traffic again: refused, since a weight must not be taken back unseen.
import type { Step, StepElement, StepGroup } from '../pipeline/pipeline.ts';
import type { Session } from './session.ts';

const MOVES_TRAFFIC = ['ElastigroupBGStageSetup', 'ElastigroupBlueGreenTrafficShift'];

export function checkGroupRetry(group: StepGroup, session: Session): void {
  const retry = group.failureStrategies.find(({ action }) => action.type === 'RetryStepGroup');
  const moving = stepsIn(group.steps).find(({ type }) => MOVES_TRAFFIC.includes(type));
  if (retry === undefined || moving === undefined) return;
  const message =
    `RetryStepGroup would run the step "${moving.name}" (${moving.type}) again from the group's beginning: ` +
    'weights that are proven would be written anew, and a second green group would be set up.';
  const hint =
    'Put Retry on the steps of this group, or move the steps to be retried into a group of their own.';
  session.report('unsupported-action', retry.action.position, message, hint);
}

function stepsIn(elements: readonly StepElement[]): readonly Step[] {
  return elements.flatMap((each) => (each.kind === 'step' ? [each] : stepsIn(each.steps)));
}
