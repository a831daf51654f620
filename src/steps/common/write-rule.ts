// Writing the actions of a rule once, and reading back until AWS shows them.
import type { LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import type { Effect, StepContext } from '../../execution/step.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { sameActions } from '../../traffic/actions.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { type Pace, pause } from './pace.ts';
import { withRetries, write } from './with-retries.ts';

export interface WriteHow extends Pick<Effect<null>, 'isUncut' | 'ready'> {
  /** Called when AWS has answered, also with a refusal; what comes of it is recorded afterwards. */
  readonly answered?: () => Promise<void>;
  /** Told what stands there when a lost write is found not to; what it throws keeps it from being sent again. */
  readonly onOther?: (actions: readonly RuleAction[]) => Promise<void>;
}

export async function writeActions(
  context: StepContext,
  pace: Pace,
  loadBalancers: LoadBalancers,
  name: string,
  rule: Rule,
  actions: readonly RuleAction[],
  { answered, onOther, ...how }: WriteHow,
): Promise<void> {
  await write(context, pace, {
    name,
    ...how,
    request: { ruleArn: rule.arn, actions: actions as unknown as Json },
    changesWorld: true,
    act: async (request) => {
      try {
        await loadBalancers.writeActions(rule, actionsOf(request));
      } finally {
        await answered?.();
      }
      return null;
    },
    readBack: async (request) => {
      const [now] = await loadBalancers.rulesByArn([rule.arn]);
      const applied = now !== undefined && sameActions(now.actions, actionsOf(request));
      if (applied) return { applied, result: null };
      if (now !== undefined) await onOther?.(now.actions);
      return { applied: false };
    },
  });
}

export interface Expected {
  readonly ruleArn: string;
  readonly actions: readonly RuleAction[];
}

const READ_BACK_LIMIT_MS = 60_000;
const READ_BACK_DELAY_MS = 3_000;

/** The rules as AWS shows them, once all are as expected or the time for that is over. */
export async function readBack(
  pace: Pace,
  loadBalancers: LoadBalancers,
  expected: readonly Expected[],
  others: readonly string[] = [],
): Promise<readonly Rule[]> {
  const arns = [...expected.map(({ ruleArn }) => ruleArn), ...others];
  const until = Math.min(pace.clock.now() + READ_BACK_LIMIT_MS, pace.giveUpAt);
  for (;;) {
    const rules = await withRetries(pace, () => loadBalancers.rulesByArn(arns, { isPoll: true }));
    const shown = expected.every(({ actions }, index) =>
      sameActions(rules[index]?.actions ?? [], actions),
    );
    if (shown || pace.clock.now() + READ_BACK_DELAY_MS > until) return rules;
    await pause(pace, READ_BACK_DELAY_MS);
  }
}

function actionsOf(request: Json): readonly RuleAction[] {
  return (request as JsonObject)['actions'] as unknown as readonly RuleAction[];
}
