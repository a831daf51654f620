// Stories on the pipeline of the rollback matrix, which has one of everything that may fail.
import { join } from 'node:path';
import { judgeAbort } from '../../src/execution/signals.ts';
import type { FailureTable, Plan, PlanNode } from '../../src/plan/plan.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import type { MatrixCase } from '../rollback-matrix/cells.ts';
import { type Deployment, suspendByHand, worldOf } from '../rollback-matrix/matrix-world.ts';
import { withNames } from '../rollback-matrix/named-calls.ts';
import { peopleOf } from '../rollback-matrix/run-case.ts';
import { type CallTrouble, createTrouble, type Trouble } from '../rollback-matrix/trouble.ts';
import type { PersonSpec } from '../scenarios/scenario.ts';
import { type PlannedScenario, planScenario } from '../scenarios/scenario-plan.ts';
import { GREEN } from '../twin-world.ts';
import { openScene, type SceneRequest, type StoryTrouble, type TroubledWorld } from './scene.ts';
import type { Story } from './story.ts';

export interface MatrixStory {
  readonly name: string;
  readonly deployment: Deployment;
  readonly trouble?: Trouble;
  /** Without any, somebody approves every gate. */
  readonly people?: readonly PersonSpec[];
  /** What the plan says instead of a failure of this step. */
  readonly failures?: { readonly step: string; readonly table: FailureTable };
}

export const START: number = Date.UTC(2026, 0, 5, 12);
const SOURCES: SceneRequest['sources'] = [
  { host: 'shop.example', port: 80, requestsPerSecond: 1 },
  { host: 'stage.shop.example', port: 8080, requestsPerSecond: 0.2 },
];
export const APPROVER: PersonSpec = {
  gate: 'every',
  decision: 'approve',
  by: 'ada',
  afterMs: 60_000,
};
const PROJECT = {
  projectFolder: join(import.meta.dirname, '../rollback-matrix/project'),
  pipelineFile: undefined,
  bindings: [],
};

let planned: Promise<PlannedScenario> | undefined;

export function matrixStory(told: MatrixStory): Story {
  return { name: told.name, begin: () => openScene(sceneOf(told)) };
}

const READ = /^(read|list|find)/;

function betterThan(calls: readonly CallTrouble[]): Story['mayEndBetter'] {
  const [met] = calls.filter(({ does }) => does === 'refused');
  if (met === undefined) return undefined;
  if (READ.test(met.call)) return met.times === 'once' ? 'Success' : undefined;
  return met.times === 'for good' ? 'RolledBack' : undefined;
}

/** A case of the matrix as a story. */
export function caseStory({ name, deployment, trouble }: MatrixCase): Story {
  const calls = trouble.calls ?? [];
  return {
    ...matrixStory({ name, deployment, trouble, people: peopleOf(trouble) }),
    isSilent: calls.some(({ does }) => does === 'silent'),
    rungsInTrouble: calls.flatMap(({ during }) => during),
    mayStayBehind: calls.some(({ call, times }) => times === 'for good' && READ.test(call)),
    mayEndBetter: betterThan(calls),
  };
}

export function sceneOf({ deployment, trouble, people, failures }: MatrixStory): SceneRequest {
  return {
    spec: worldOf(deployment),
    startAt: START,
    sources: SOURCES,
    plan: async (clouds) => {
      // The rule is the same in every world, so the plan is too.
      planned ??= planScenario(PROJECT, clouds);
      const made = await planned;
      if (failures === undefined) return made;
      return { ...made, plan: withFailures(made.plan, failures.step, failures.table) };
    },
    policy: () => ({ ...DEFAULT_POLICY, whileWaiting: 'goBack' }),
    people: people ?? [APPROVER],
    prepare: (twin) => suspendByHand(twin, deployment),
    trouble: (world) => troubleOf(trouble ?? {}, world),
  };
}

function troubleOf(trouble: Trouble, world: TroubledWorld): StoryTrouble {
  const { clock, twin, onDefect } = world;
  const maker = createTrouble(trouble, {
    clock,
    onDefect,
    abort: () => abort(world),
    makeGreenSick: () => twin.inject({ kind: 'failing-health', targetGroupArn: GREEN }),
  });
  const { scripts, onEvent, count } = maker;
  return { clouds: withNames(world.clouds, maker.around), scripts, onEvent, count };
}

async function abort({ clock, journal, execution, planned: of }: TroubledWorld): Promise<void> {
  const signal = { by: 'bob', restore: true, at: clock.now() };
  const { plan } = of();
  const verdict = await journal.signal(execution(), (events) => judgeAbort(events, plan, signal));
  if (verdict.status === 'refused') throw new Error(`the abort did not count`);
}

function withFailures(plan: Plan, identifier: string, failures: FailureTable): Plan {
  const copy = JSON.parse(JSON.stringify(plan), (_key, value: unknown) => {
    const node = value as Partial<PlanNode> | null;
    const isMeant = node?.kind === 'step' && node.identifier === identifier;
    return isMeant ? { ...node, failures } : value;
  });
  return copy as Plan;
}
