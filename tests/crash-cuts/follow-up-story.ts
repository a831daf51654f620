// Stories of what follows a deployment that has succeeded, each in the world as that left it.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { createFollowUpPlan } from '../../src/plan/create-follow-up-plan.ts';
import type { FollowUp, Plan } from '../../src/plan/plan.ts';
import { followedStage, followedStages } from '../../src/steps/follow-up/followed-stages.ts';
import { type Invariants, watchInvariants } from '../scenarios/invariants.ts';
import type { PlannedScenario } from '../scenarios/scenario-plan.ts';
import { lookAt, type WorldState } from '../scenarios/world-state.ts';
import { driveThrough } from './lives.ts';
import { sceneOf } from './matrix-story.ts';
import { openScene, type SceneRequest } from './scene.ts';
import type { Story } from './story.ts';

interface Deployed {
  readonly request: SceneRequest;
  readonly planned: PlannedScenario;
  readonly events: readonly ExecutionEvent[];
  readonly before: WorldState;
  readonly snapshot: JsonObject;
  readonly at: number;
}

/** Metrics of the last requests are there, and all processes that were suspended for a rung go on. */
const LATER_MS = 600_000;

export function followUpStory(name: string, kind: FollowUp['kind']): Story {
  let deployed: Promise<Deployed> | undefined;
  return {
    name,
    begin: async () => {
      deployed ??= deploy();
      return openScene(followingUp(await deployed, kind));
    },
  };
}

async function deploy(): Promise<Deployed> {
  const request = sceneOf({ name: 'a deployment to follow', deployment: 'second' });
  const scene = await openScene(request);
  const before = lookAt(scene.twin);
  const { result } = await driveThrough(scene, { isCut: () => false, restMs: 0 });
  if (result.end !== 'Success') throw new Error(`the deployment ended as ${result.end}`);
  await scene.clock.advance(LATER_MS);
  const { planned, events } = scene;
  const snapshot = scene.twin.snapshot();
  scene.close();
  return { request, planned, events, before, snapshot, at: scene.clock.now() };
}

function followingUp(deployed: Deployed, kind: FollowUp['kind']): SceneRequest {
  const { request, planned, events, snapshot, at } = deployed;
  return {
    ...request,
    from: snapshot,
    startAt: at,
    prepare: () => {},
    plan: async () => ({ ...planned, plan: followUpOf(planned.plan, events, kind) }),
    invariants: (twin) => goingOn(deployed, lookAt(twin)),
  };
}

function followUpOf(plan: Plan, events: readonly ExecutionEvent[], kind: FollowUp['kind']): Plan {
  const stages = followedStages(plan, events).map((each) =>
    followedStage(each, { scaleUp: false }),
  );
  return createFollowUpPlan({ followUp: { kind, execution: '1' }, of: 'Matrix', stages });
}

/** The invariants of the deployment, past its last proof: its images are still those to go back to. */
function goingOn({ planned, before, events }: Deployed, now: WorldState): Invariants {
  const invariants = watchInvariants(planned.plan, before);
  const rungs = events.filter((event) => event.type === 'FactRecorded' && event.name === 'rung');
  invariants.afterCommit(rungs.slice(-1), now);
  return invariants;
}
