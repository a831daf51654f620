// The plan of what follows an execution that has ended: its rollback after promotion, or the clean-up of its blue.
import type { JsonObject } from '../lib/json.ts';
import type { FollowUp, InheritedFact, Plan, SequenceNode, StageNode } from './plan.ts';

export interface FollowUpRequest {
  readonly followUp: FollowUp;
  /** What the earlier execution was called. */
  readonly of: string;
  readonly stages: readonly FollowedStage[];
}

/** A stage that deployed something, with what it knew at its end. */
export interface FollowedStage {
  readonly stage: StageNode;
  readonly facts: readonly InheritedFact[];
  readonly spec: JsonObject;
  readonly timeoutMs: number;
}

/** The types of its steps are known to the engine's steps alone: no author can write them. */
const FOLLOW_UP_STEP = { rollback: 'PromotionRollback', cleanup: 'BlueCleanUp' } as const;

const NAME = { rollback: 'Roll back', cleanup: 'Clean up' } as const;

/** Pure, and one step per stage: the last stage of the earlier execution comes first. */
export function createFollowUpPlan({ followUp, of, stages }: FollowUpRequest): Plan {
  const identifier = `${followUp.kind}_${followUp.execution}`;
  return {
    format: 1,
    pipeline: {
      kind: 'pipeline',
      path: '',
      identifier,
      name: `${NAME[followUp.kind]} run ${followUp.execution}: ${of}`,
      stages: [...stages].reverse().map((stage) => stageOf(followUp, stage)),
    },
    bound: [],
    followUp,
  };
}

function stageOf({ kind }: FollowUp, followed: FollowedStage): StageNode {
  const { stage, facts, spec, timeoutMs } = followed;
  const path = stage.identifier;
  const identifier = NAME[kind].replace(' ', '_');
  const steps: SequenceNode = {
    kind: 'sequence',
    path: `${path}/steps`,
    identifier: 'steps',
    name: 'steps',
    children: [
      {
        kind: 'step',
        path: `${path}/steps/${identifier}`,
        identifier,
        name: `${NAME[kind]} ${stage.name}`,
        type: FOLLOW_UP_STEP[kind],
        spec,
        timeoutMs,
        failures: {},
      },
    ],
  };
  return {
    kind: 'stage',
    path,
    identifier: path,
    name: stage.name,
    stageType: 'FollowUp',
    steps,
    rollback: {
      kind: 'sequence',
      path: `${path}/rollback`,
      identifier: 'rollback',
      name: 'rollback',
      children: [],
    },
    ...(stage.deployment === undefined ? {} : { deployment: stage.deployment }),
    inherited: facts,
  };
}
