// The groups that a run leaves warm at its success, and how long: the way back from it.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { followedStages } from '../../steps/follow-up/followed-stages.ts';
import type { CleanUp } from '../../traffic/policy.ts';
import { policyOf, settingsThen } from '../run-settings.ts';

export interface WarmBlue {
  readonly group: string;
  readonly instances: number;
  /** Undefined: until the next deployment or a clean-up. */
  readonly until: number | undefined;
  readonly cleanUp: CleanUp;
}

/** Empty for a run that did not succeed, for one that follows another, and for a first deployment. */
export function warmBlues(plan: Plan, events: readonly ExecutionEvent[]): readonly WarmBlue[] {
  const finished = events.findLast((event) => event.type === 'ExecutionFinished');
  if (finished?.end !== 'Success' || plan.followUp !== undefined) return [];
  const settings = settingsThen(events, { adoptUnmanaged: false, policies: {} });
  return followedStages(plan, events).flatMap(({ promotion, stage }) => {
    const { blue } = promotion.setup;
    if (blue === null) return [];
    const { keepWarmMs, cleanUp } = policyOf(
      settings,
      stage.deployment?.environment.identifier ?? '',
    );
    const until = keepWarmMs === undefined ? undefined : finished.at + keepWarmMs;
    return [{ group: blue.id, instances: blue.capacity.target, until, cleanUp }];
  });
}
