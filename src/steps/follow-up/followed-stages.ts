// What a follow-up takes over from an execution that has ended: per deployed stage the facts by which its steps go on.
import type { ExecutionEvent, FactRecorded } from '../../execution/event.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { FollowedStage } from '../../plan/create-follow-up-plan.ts';
import type { InheritedFact, Plan, StageNode } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';
import { beforeImagesIn } from '../../traffic/before-images.ts';
import { FACT, type Rung, type Setup } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Promotion } from '../../traffic/promotion.ts';
import { STEP_FACT } from '../common/step-facts.ts';

export interface Followed {
  readonly stage: StageNode;
  readonly promotion: Promotion;
  readonly facts: readonly InheritedFact[];
}

/** The stages that have set up a green and written a rule, in the order of the plan. */
export function followedStages(plan: Plan, events: readonly ExecutionEvent[]): readonly Followed[] {
  const kept = (plan.resumed?.facts ?? []).map((fact) => ({
    ...fact,
    type: 'FactRecorded' as const,
  }));
  const recorded = [...kept, ...events.filter((event) => event.type === 'FactRecorded')];
  const stages = [...nodesOf(plan.pipeline)].filter((node) => node.kind === 'stage');
  return stages.flatMap((stage) => {
    const facts = recorded.filter(({ path }) => path.startsWith(`${stage.path}/`));
    const setup = valuesOf<Setup>(facts, FACT.setup).at(-1);
    const left = lastByRule(facts, STEP_FACT.writtenActions);
    if (setup === undefined || setup.green === null || left.size === 0) return [];
    const images = beforeImagesIn(facts).filter(({ ruleArn }) => left.has(ruleArn));
    const promotion = { setup, images, left: left as ReadonlyMap<string, readonly RuleAction[]> };
    return [{ stage, promotion, facts: inherited(promotion, facts) }];
  });
}

/** The spec names what is looked for in the steps of any plan: connector, region and rules. */
export function followedStage(
  { stage, promotion, facts }: Followed,
  more: JsonObject,
): FollowedStage {
  const { connectorRef, region } = promotion.setup;
  return {
    stage,
    facts,
    spec: {
      connectedCloudProvider: { type: 'AWS', spec: { connectorRef, region } },
      rules: promotion.images.map(({ ruleArn }) => ({ listenerRuleArn: ruleArn })),
      ...more,
    },
    timeoutMs: TIMEOUT_MS,
  };
}

/** However long a killed one stands still, it can be gone on with; what it waits for has limits of its own. */
const TIMEOUT_MS = 604_800_000;

function inherited(
  { setup, images, left }: Promotion,
  facts: readonly FactRecorded[],
): readonly InheritedFact[] {
  const fact = (name: string, key: string, value: unknown): InheritedFact => ({
    name,
    key,
    value: value as Json,
  });
  const rungs = facts.filter(({ name }) => name === FACT.rung);
  const isProd = ({ value }: FactRecorded): boolean => (value as unknown as Rung).lane === 'prod';
  const rung = rungs.findLast(isProd) ?? rungs.at(-1);
  return [
    fact(FACT.setup, 'inherited', setup),
    ...images.map((image) => fact(FACT.beforeImage, image.ruleArn, image)),
    ...images.map(({ ruleArn }) => fact(STEP_FACT.writtenActions, ruleArn, left.get(ruleArn))),
    ...(rung === undefined ? [] : [fact(FACT.rung, rung.key, rung.value)]),
    ...facts
      .filter(({ name }) => name === STEP_FACT.suspendedProcesses)
      .map(({ name, key, value }) => fact(name, key, value)),
  ];
}

function valuesOf<Value>(facts: readonly FactRecorded[], wanted: string): readonly Value[] {
  return facts.filter(({ name }) => name === wanted).map(({ value }) => value as unknown as Value);
}

/** A rule that a step has written again has a word more in its key. */
function lastByRule(facts: readonly FactRecorded[], wanted: string): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { name, key, value } of facts) {
    const [ruleArn = key] = key.split(' ');
    if (name === wanted) values.set(ruleArn, value);
  }
  return values;
}
