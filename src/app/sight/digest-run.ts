// What of a run's journal outlives it: the rules and groups it worked on, how it left them, and how long its way back took.
import type { EndState, ExecutionEvent, World } from '../../execution/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { STEP_FACT } from '../../steps/common/step-facts.ts';
import { beforeImagesIn } from '../../traffic/before-images.ts';
import {
  type BeforeImage,
  FACT,
  type Lane,
  type Restored,
  type Setup,
} from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { factsOfRun, setupsOf } from './setups-of.ts';
import { type WayBackTimes, wayBackTimes } from './way-back-times.ts';

export interface RunDigest {
  readonly pipeline: string;
  readonly world: World;
  readonly startedAt: number;
  /** Undefined while it goes on. */
  readonly end: EndState | undefined;
  readonly isFollowUp: boolean;
  readonly setups: readonly Setup[];
  readonly rules: readonly RuleDigest[];
  readonly wayBack: WayBackTimes | undefined;
}

export interface RuleDigest {
  readonly image: Pick<
    BeforeImage,
    'ruleArn' | 'loadBalancerArn' | 'connectorRef' | 'region' | 'label' | 'actions'
  > & { readonly lane: Lane };
  /** Every version that AWS was seen to have after a write of this run, oldest first. */
  readonly changes: readonly { readonly at: number; readonly actions: readonly RuleAction[] }[];
  /** What it was about to write last; equal to the last change when that write was seen. */
  readonly intended: readonly RuleAction[] | undefined;
}

/** Undefined for a journal that has not begun. */
export function digestRun(plan: Plan, events: readonly ExecutionEvent[]): RunDigest | undefined {
  const [started] = events;
  if (started?.type !== 'ExecutionStarted') return undefined;
  const images = beforeImagesIn(factsOfRun(plan, events));
  return {
    pipeline: started.pipeline,
    world: started.world,
    startedAt: started.at,
    end: events.findLast((event) => event.type === 'ExecutionFinished')?.end,
    isFollowUp: plan.followUp !== undefined,
    setups: setupsOf(plan, events),
    rules: images.map((image) => ruleDigest(image, events)),
    wayBack: wayBackTimes(plan, events),
  };
}

function ruleDigest(image: BeforeImage, events: readonly ExecutionEvent[]): RuleDigest {
  const { ruleArn, actions, loadBalancerArn, connectorRef, region, label, lane } = image;
  const changes: { at: number; actions: readonly RuleAction[] }[] = [];
  let intended: readonly RuleAction[] | undefined;
  for (const event of events) {
    if (event.type !== 'FactRecorded') continue;
    const { name, key, value, at } = event;
    const isOurs = key === ruleArn || key.startsWith(`${ruleArn} `);
    if (name === STEP_FACT.writtenActions && isOurs) {
      changes.push({ at, actions: value as unknown as readonly RuleAction[] });
    } else if (name === STEP_FACT.intendedActions && isOurs) {
      intended = value as unknown as readonly RuleAction[];
    } else if (name === FACT.restored) {
      const restored = value as unknown as Restored;
      if (restored.ruleArn !== ruleArn || restored.outcome !== 'restored') continue;
      changes.push({ at: restored.writtenAt ?? at, actions });
      intended = actions;
    }
  }
  const kept = { ruleArn, loadBalancerArn, connectorRef, region, label, lane, actions };
  return { image: kept, changes, intended };
}
