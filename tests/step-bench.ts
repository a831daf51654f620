// Runs the real steps with the real engine against a twin in virtual time: a deployment of version 2 beside version 1.
import { createTwinClouds } from '../src/cloud/twin/twin-clouds.ts';
import type { ExecutionEvent, ExecutionFinished } from '../src/execution/event.ts';
import { judgeChoice } from '../src/execution/judge-choice.ts';
import { drive } from '../src/execution/runner.ts';
import { judgeApproval } from '../src/execution/signals.ts';
import type { Scripts } from '../src/execution/step.ts';
import { sleep } from '../src/lib/clock.ts';
import type { JsonObject } from '../src/lib/json.ts';
import { createFollowUpPlan } from '../src/plan/create-follow-up-plan.ts';
import type { FollowUp, Plan, StageNode } from '../src/plan/plan.ts';
import { createSteps } from '../src/steps/create-steps.ts';
import { followedStage, followedStages } from '../src/steps/follow-up/followed-stages.ts';
import type { ProbeClient } from '../src/steps/probe.ts';
import { createMemoryJournal } from '../src/store/memory/memory-journal.ts';
import { DEFAULT_POLICY, type Policy } from '../src/traffic/policy.ts';
import { createTwin } from '../src/twin/create-twin.ts';
import { createSimulatedHost } from '../src/twin/simulated-host.ts';
import { startSimulatedTraffic } from '../src/twin/simulated-traffic.ts';
import type { Twin } from '../src/twin/twin.ts';
import { type Build, planOf, STAGE_ROLLBACK, stage, step } from './plan-builder.ts';
import { startedAt } from './started-event.ts';
import {
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from './twin-world.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const STAGE_RULE: string = PROD_RULE.replace('9683b2d02a6cabee', '9683b2d02a6c0000');

export interface BenchOptions {
  readonly steps: readonly Build[];
  readonly rollback?: readonly Build[];
  readonly world?: JsonObject;
  /** A second rule, `stage.shop.example`, that goes to blue as well. */
  readonly stageRule?: boolean;
  readonly policy?: Partial<Policy>;
  /** Requests a second on the prod rule. */
  readonly requestsPerSecond?: number;
  readonly document?: JsonObject;
  readonly probe?: (twin: Twin) => ProbeClient;
  readonly adoptUnmanaged?: boolean;
  /** The driving process ends after so many commits, again and again, and another one goes on. */
  readonly commitsPerLife?: number;
}

export interface Bench {
  readonly clock: VirtualClock;
  readonly twin: Twin;
  readonly lines: readonly string[];
  /** Runs to the end; `onEvents` may change the world between two commits. */
  run(onEvents?: (events: readonly ExecutionEvent[]) => void): Promise<ExecutionFinished>;
  /** What follows the last run in the same world, as a run of its own: the bench speaks of that one then. */
  follow(kind: FollowUp['kind'], how?: Following): Promise<ExecutionFinished>;
  /** Runs until the run waits for people. */
  runUntilGate(onEvents?: (events: readonly ExecutionEvent[]) => void): Promise<void>;
  /** Goes on with a run that waits for people, for so long or to its end. */
  goOn(forMs?: number): Promise<ExecutionFinished | undefined>;
  /** Answers what a step asks. */
  choose(option: string): Promise<void>;
  /** Approves the open gate. */
  approve(): Promise<void>;
  /** Asks for an end of the run, with the way back unless it says otherwise. */
  abort(restore?: boolean): Promise<void>;
  /** How often an operation of a cloud was called, by `service.operation`. */
  calls(): Readonly<Record<string, number>>;
  events(): Promise<readonly ExecutionEvent[]>;
  facts(name: string): Promise<readonly JsonObject[]>;
  weights(ruleArn?: string): unknown;
  groups(): readonly BenchGroup[];
  failure(): Promise<string>;
}

export interface Following {
  readonly scaleUp?: boolean;
  /** The first run, not the last one. */
  readonly of?: '1';
  readonly commitsPerLife?: number;
  /** How long nobody drives it between two lives. */
  readonly restMs?: number;
  onEvents?(events: readonly ExecutionEvent[]): void;
}

export interface BenchGroup {
  readonly id: string;
  readonly name: string;
  readonly capacity: { readonly minimum: number; readonly target: number };
  readonly suspensions: readonly unknown[];
  readonly instances: readonly unknown[];
}

export function bench(options: BenchOptions): Bench {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const spec = twinWorld({
    ...(options.stageRule === true && worldWithStageRule()),
    ...options.world,
  });
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const sources = [
    { host: 'shop.example', requestsPerSecond: options.requestsPerSecond ?? 20 },
    { host: 'stage.shop.example', requestsPerSecond: 2 },
  ];
  startSimulatedTraffic({ clock, twin, host, sources });
  const journal = createMemoryJournal({ wallNow: clock.now });
  const lines: string[] = [];
  const probe = options.probe?.(twin);
  const steps = createSteps({
    clouds: createTwinClouds(twin),
    policy: () => ({ ...DEFAULT_POLICY, ...options.policy }),
    hash: (text) => text,
    ...(probe === undefined ? {} : { probe }),
    ...(options.adoptUnmanaged === undefined ? {} : { adoptUnmanaged: options.adoptUnmanaged }),
  });
  const plan = planOfBench(options);
  let id = '1';
  const events = (): Promise<readonly ExecutionEvent[]> => journal.read(id, 0);
  const inspect = (name: string): readonly JsonObject[] =>
    twin.inspect()[name] as readonly JsonObject[];
  const drivePlan = async (
    onEvents: (events: readonly ExecutionEvent[]) => void,
    driven: Plan = plan,
    { commitsPerLife = options.commitsPerLife, restMs = 0 }: Following = {},
  ): Promise<ExecutionFinished | undefined> => {
    id = await journal.create(driven.pipeline.identifier, driven, startedAt(clock.now()));
    return goOnDriving(onEvents, commitsPerLife, restMs);
  };
  const goOnDriving = async (
    onEvents: (events: readonly ExecutionEvent[]) => void = () => {},
    commitsPerLife = options.commitsPerLife,
    restMs = 0,
  ): Promise<ExecutionFinished | undefined> => {
    for (;;) {
      const process = new AbortController();
      let isOver = false;
      let commits = 0;
      const result = drive({
        id,
        journal,
        clock,
        steps,
        scripts: scriptsOf(clock),
        secrets: { read: () => undefined },
        logs: {
          write: (_execution, _path, _attempt, line) => lines.push(line),
          folder: () => '/logs/1',
        },
        owner: 'bench',
        parkWhenIdle: true,
        pollMs: 30_000,
        leaseMs: 86_400_000,
        letGo: process.signal,
        onEvents: (events) => {
          commits += 1;
          if (commits === commitsPerLife) process.abort();
          onEvents(events);
        },
      }).finally(() => {
        isOver = true;
      });
      await clock.drive(() => isOver, 86_400_000);
      const ended = await result;
      if (ended.status === 'finished') return ended.result;
      if (ended.status === 'parked') return undefined;
      if (restMs > 0) await clock.advance(restMs);
    }
  };
  return {
    clock,
    twin,
    lines,
    events,
    run: async (onEvents = () => {}) => {
      const ended = await drivePlan(onEvents);
      if (ended === undefined) throw new Error('the run waits for somebody');
      return ended;
    },
    follow: async (kind, how = {}) => {
      const stages = followedStages(plan, await journal.read(how.of ?? id, 0)).map((each) =>
        followedStage(each, { scaleUp: how.scaleUp === true }),
      );
      const next = createFollowUpPlan({ followUp: { kind, execution: id }, of: 'shop', stages });
      const ended = await drivePlan(how.onEvents ?? (() => {}), next, how);
      if (ended === undefined) throw new Error('the follow-up waits for somebody');
      return ended;
    },
    runUntilGate: async (onEvents = () => {}) => {
      const ended = await drivePlan(onEvents);
      if (ended !== undefined) throw new Error('the run has ended without a gate');
    },
    goOn: async (forMs = 0) => {
      const until = clock.now() + forMs;
      for (;;) {
        const before = await journal.row(id);
        const isDue = before?.phase === 'ready' || (before?.wakeAt ?? until + 1) <= clock.now();
        const ended = isDue ? await goOnDriving() : undefined;
        if (ended !== undefined) return ended;
        const wakeAt = (await journal.row(id))?.wakeAt;
        if (wakeAt === undefined || wakeAt > until) break;
        await clock.advance(wakeAt - clock.now());
      }
      await clock.advance(Math.max(until - clock.now(), 0));
      return undefined;
    },
    choose: async (option) => {
      const signal = { by: 'ada', option, at: clock.now() };
      const judged = await journal.signal(id, (all) => judgeChoice(all, plan, signal));
      if (judged.status === 'refused') throw new Error(judged.refusal.code);
    },
    approve: async () => {
      const signal = { by: 'ada', groups: ['ops'], decision: 'approve', at: clock.now() } as const;
      const judged = await journal.signal(id, (all) => judgeApproval(all, plan, signal));
      if (judged.status === 'refused') throw new Error(judged.refusal.code);
    },
    abort: async (restore = true) => {
      const event = { at: clock.now(), type: 'AbortRequested', by: 'ada', restore } as const;
      await journal.signal(id, () => ({ status: 'accepted', event }));
    },
    calls: () => twin.inspect()['calls'] as Record<string, number>,
    facts: async (name) =>
      (await events()).flatMap((event) =>
        event.type === 'FactRecorded' && event.name === name ? [event.value as JsonObject] : [],
      ),
    weights: (ruleArn = PROD_RULE) =>
      inspect('rules').find(({ arn }) => arn === ruleArn)?.['weights'],
    groups: () => inspect('groups') as unknown as readonly BenchGroup[],
    failure: async () => {
      for (const event of await events()) {
        if (event.type !== 'AttemptFinished' || event.result.status !== 'failed') continue;
        return event.result.failure.message;
      }
      return '';
    },
  };
}

export function setUp(stageTargetGroupArn: string = GREEN, changes: JsonObject = {}): Build {
  return step('SetUp', {
    type: 'ElastigroupBGStageSetup',
    timeoutMs: 900_000,
    failures: STAGE_ROLLBACK,
    spec: {
      name: 'shop',
      instances: { type: 'Fixed', spec: { min: 2, max: 4, desired: 2 } },
      connectedCloudProvider: { type: 'AWS', spec: { connectorRef: 'aws', region: 'us-east-1' } },
      loadBalancers: [
        {
          type: 'AWSLoadBalancerConfig',
          spec: {
            loadBalancer: 'shop',
            prodListenerPort: '80',
            prodListenerRuleArn: PROD_RULE,
            isTrafficShift: true,
            stageTargetGroupArn,
          },
        },
      ],
      ...changes,
    },
  });
}

export function shiftProd(weight: number): Build {
  const spec = { type: 'Inherit', spec: { weightPercentage: weight } };
  return shift(`Prod_${weight}`, spec);
}

export function shiftStage(weight: number, ruleArn: string = STAGE_RULE): Build {
  return shift(`Stage_${weight}`, {
    type: 'Standalone',
    spec: {
      loadBalancer: 'shop',
      listenerArn: LISTENER,
      listenerRuleArn: ruleArn,
      forwardTrafficConfig: [
        { targetGroupArn: GREEN, weight },
        { targetGroupArn: BLUE, weight: 100 - weight },
      ],
    },
  });
}

export function approve(more: JsonObject = {}): Build {
  const approvers = { userGroups: ['ops'], minimumCount: 1, disallowPipelineExecutor: false };
  const spec = {
    approvalMessage: 'Go on?',
    includePipelineExecutionHistory: true,
    approvers,
    ...more,
  };
  return step('Approve', { type: 'HarnessApproval', spec });
}

/** A script that takes this long. */
export function wait(ms: number): Build {
  return script('Wait', `sleep ${ms}`);
}

/** A step that always fails, so that the way back runs. */
export function fail(): Build {
  return script('Fail', 'exit 1');
}

function script(identifier: string, text: string): Build {
  const spec = { shell: 'Bash', source: { type: 'Inline', spec: { script: text } } };
  return step(identifier, { type: 'ShellScript', spec, failures: STAGE_ROLLBACK });
}

/** Understands `sleep MILLISECONDS`; anything else ends with 1. */
function scriptsOf(clock: VirtualClock): Scripts {
  return {
    run: async (_key, { text }) => {
      const ms = /^sleep (\d+)$/.exec(text)?.[1];
      if (ms !== undefined) await sleep(clock, Number(ms));
      return { status: 'exited', exitCode: ms === undefined ? 1 : 0, outputs: {} };
    },
  };
}

const ROLLBACK: readonly Build[] = [
  step('Back', { type: 'ElastigroupRollback', timeoutMs: 600_000 }),
  step('Rules_Back', { type: 'StandAloneTrafficShiftRollback' }),
];

function shift(identifier: string, elastigroupTrafficShiftWrapper: JsonObject): Build {
  return step(identifier, {
    type: 'ElastigroupBlueGreenTrafficShift',
    timeoutMs: 900_000,
    failures: STAGE_ROLLBACK,
    spec: { elastigroupTrafficShiftWrapper },
  });
}

/** The plan of a bench: one Deployment stage. */
export function planOfBench(options: Pick<BenchOptions, 'steps' | 'rollback' | 'document'>): Plan {
  const build = stage('shop', options.steps, options.rollback ?? ROLLBACK);
  return planOf([(parent, index) => deploying(build(parent, index) as StageNode, options)]);
}

function deploying(built: StageNode, { document }: Pick<BenchOptions, 'document'>): StageNode {
  return {
    ...built,
    stageType: 'Deployment',
    deployment: {
      service: { identifier: 'shop', name: 'shop' },
      environment: { identifier: 'production', name: 'production' },
      infrastructure: { identifier: 'spot', name: 'spot' },
      spotConnectorRef: 'spot',
      groupDocument: { group: document ?? groupDocument('from-the-store', BLUE, 1) },
      amiId: AMI_2,
      startupScript: 'VERSION=2',
    },
  };
}

/** The world after one deployment: version 2 is live on green, version 1 was left on blue. */
export function alternated(): JsonObject {
  const group = (id: string, name: string, targetGroupArn: string): JsonObject => ({
    id,
    name,
    document: groupDocument(name, targetGroupArn, 2),
  });
  return {
    ...worldOf([ruleOf(PROD_RULE, 10, 'shop.example', forward({ [BLUE]: 0, [GREEN]: 100 }))]),
    groups: [group('sig-live', 'shop', GREEN), group('sig-left', 'shop__STAGE__Harness', BLUE)],
  };
}

function worldWithStageRule(): JsonObject {
  const toBlue = forward({ [BLUE]: 100, [GREEN]: 0 });
  return worldOf([
    ruleOf(PROD_RULE, 10, 'shop.example', toBlue),
    ruleOf(STAGE_RULE, 20, 'stage.shop.example', toBlue),
  ]);
}

export function ruleOf(
  arn: string,
  priority: number,
  host: string,
  action: JsonObject,
): JsonObject {
  const conditions = [{ Field: 'host-header', Values: [host] }];
  return { arn, priority, conditions, actions: [action] };
}

export function worldOf(rules: readonly JsonObject[]): JsonObject {
  const notFound = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
  const listeners = [{ arn: LISTENER, port: 80, defaultActions: [notFound], rules }];
  return { loadBalancers: [{ arn: LOAD_BALANCER, name: 'shop', listeners }] };
}
