// What must hold in every story, looked at from outside after every event and around every cloud call.
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { canonicalJson } from '../../../src/lib/json.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { BeforeImage } from '../../../src/traffic/facts.ts';
import { type CleanUp, DEFAULT_POLICY } from '../../../src/traffic/policy.ts';
import { type PlannedWeights, plannedWeights } from '../../scenarios/planned-weights.ts';
import type { Weights, WorldState } from '../../scenarios/world-state.ts';
import { brokenByEnd } from './check-ends.ts';
import { brokenByEvent } from './check-events.ts';
import { brokenByWrite, brokenByWritten, noteRead } from './check-writes.ts';
import { imagesInherited } from './follow-ups.ts';
import type { CloudCall } from './owned-clouds.ts';
import { endOf, type PlayedRun } from './stage-set.ts';
import type { FollowUpStory, Story } from './story.ts';
import { type Shop, shopsOf } from './switch-world.ts';
import { weightsIn } from './weights-in.ts';

/** `rule` names the invariant; a smaller story must break the same one. */
export interface Violation {
  readonly rule: string;
  readonly text: string;
}

export interface Checks {
  onStart(run: PlayedRun, plan: Plan, started: ExecutionEvent): void;
  onClaim(id: string, owner: string): void;
  onEvent(run: PlayedRun, event: ExecutionEvent): void;
  onWrite(run: PlayedRun, by: string, call: CloudCall): void;
  onWritten(run: PlayedRun, call: CloudCall): void;
  onRead(run: PlayedRun, call: CloudCall, answer: unknown): void;
  /** Another hand has just written this rule. */
  onForeignHand(ruleArn: string): void;
  readonly violations: readonly Violation[];
}

export interface Eyes {
  readonly story: Story;
  readonly runs: readonly PlayedRun[];
  look(): WorldState;
  now(): number;
  /** Reads of rules show what was, or did so a moment ago. */
  isStale(): boolean;
}

export interface OtherHand {
  readonly weights: Weights;
  readonly at: number;
  /** The run's last look at the rule has shown them. */
  isSeen: boolean;
}

/** All that is known of one run from outside. */
export interface Watch {
  readonly run: PlayedRun;
  readonly plan: Plan;
  readonly shops: readonly Shop[];
  readonly before: WorldState;
  readonly planned: PlannedWeights;
  /** Of a follow-up: what it is. */
  readonly follows: FollowUpStory | undefined;
  /** What becomes of blue at a clean-up. */
  readonly cleanUp: CleanUp;
  /** Reads of rules are stale at times in this story. */
  readonly isStale: boolean;
  owner: string | undefined;
  /** By rule, what the way back is to leave: as found first, or another hand's that was adopted. */
  readonly images: Map<string, BeforeImage['actions']>;
  /** By rule: another hand's weights, until they are settled. */
  readonly foreign: Map<string, OtherHand>;
  /** Rules on which another hand has ever been, and when it was there last. */
  readonly touchedByOthers: Map<string, number>;
  /** By rule: when the run has looked at it last. */
  readonly lookedAt: Map<string, number>;
  /** By rule: when the run has written it last. */
  readonly writtenAt: Map<string, number>;
  /** By target group: how many healthy targets this run last saw, and when. */
  readonly healthSeen: Map<string, { readonly healthy: number; readonly at: number }>;
  /** By gate: who has agreed. */
  readonly deciders: Map<string, Set<string>>;
  readonly needed: Map<string, number>;
  /** Stages whose way back has begun. */
  readonly goingBack: Set<string>;
  /** Stages whose last prod rungs are all proven. */
  readonly proven: Map<string, Set<string>>;
  /** Stages whose green has been watched to the end, and when that was. */
  readonly baked: Map<string, number>;
}

export function createChecks(eyes: Eyes): Checks {
  const watches = new Map<PlayedRun, Watch>();
  const violations: Violation[] = [];
  const report = (found: readonly Violation[]): void => {
    for (const each of found) {
      if (!violations.some(({ text }) => text === each.text)) violations.push(each);
    }
  };
  const watchOf = (run: PlayedRun): Watch => {
    const watch = watches.get(run);
    if (watch === undefined) throw new Error(`run ${run.index + 1} has not started`);
    return watch;
  };
  return {
    violations,
    onStart(run, plan, started) {
      const followed = run.follows === undefined ? undefined : eyes.runs[run.follows.run];
      const watch = newWatch(eyes, run, plan, followed && watches.get(followed));
      report(sharedWith(watch, [...watches.values()]));
      watches.set(run, watch);
      run.events.push(started);
    },
    onClaim(id, owner) {
      const watch = [...watches.values()].find(({ run }) => run.createdAs?.id === id);
      if (watch !== undefined) watch.owner = owner;
    },
    onEvent(run, event) {
      run.events.push(event);
      const watch = watchOf(run);
      report(brokenByEvent(watch, event, eyes));
      if (event.type !== 'ExecutionFinished') return;
      run.finish();
      report(brokenByEnd(watch, event, eyes.look()));
    },
    onWrite: (run, by, call) => report(brokenByWrite(watchOf(run), by, call, eyes)),
    onWritten: (run, call) => report(brokenByWritten(watchOf(run), call, eyes)),
    onRead: (run, call, answer) => noteRead(watchOf(run), call, answer, eyes.now()),
    onForeignHand(ruleArn) {
      const weights = eyes.look().rules.find(({ arn }) => arn === ruleArn)?.weights ?? {};
      for (const watch of watches.values()) {
        watch.touchedByOthers.set(ruleArn, eyes.now());
        // What the run itself may have written is nothing that tells another hand.
        const image = weightsIn(watch.images.get(ruleArn) ?? []);
        const own = [image, ...(watch.planned.rungs.get(ruleArn) ?? [])].map(canonicalJson);
        if (own.includes(canonicalJson(weights))) watch.foreign.delete(ruleArn);
        else if (!isSame(watch.foreign.get(ruleArn), weights)) {
          watch.foreign.set(ruleArn, { weights, at: eyes.now(), isSeen: false });
        }
      }
    },
  };
}

/** Who is asked about these weights is asked whoever wrote them. */
function isSame(known: OtherHand | undefined, weights: Weights): boolean {
  return known !== undefined && canonicalJson(known.weights) === canonicalJson(weights);
}

/** A rollback after a success is to leave what was before the run that it follows. */
function newWatch(eyes: Eyes, run: PlayedRun, plan: Plan, followed: Watch | undefined): Watch {
  const before = run.follows?.kind === 'rollback' && followed ? followed.before : eyes.look();
  const all = shopsOf(eyes.story);
  return {
    run,
    plan,
    before,
    shops: run.story.stages.flatMap(({ shop }) => all[shop] ?? []),
    planned: followed?.planned ?? plannedWeights(plan, before),
    follows: run.follows,
    cleanUp: eyes.story.policy.cleanUp ?? DEFAULT_POLICY.cleanUp,
    isStale: eyes.story.mishaps.some(({ what }) => what === 'stale reads'),
    owner: undefined,
    images: new Map(imagesInherited(plan).map(({ ruleArn, actions }) => [ruleArn, actions])),
    foreign: new Map(),
    touchedByOthers: new Map(followed?.touchedByOthers),
    lookedAt: new Map(),
    writtenAt: new Map(),
    healthSeen: new Map(),
    deciders: new Map(),
    needed: new Map(),
    goingBack: new Set(),
    proven: new Map(),
    baked: new Map(),
  };
}

/** No run begins while another one that works on the same shop is under way, or has left something over. */
function sharedWith(watch: Watch, others: readonly Watch[]): readonly Violation[] {
  const names = new Set(watch.shops.map(({ name }) => name));
  return others
    .filter(({ shops }) => shops.some(({ name }) => names.has(name)))
    .filter(({ run }) => {
      const end = endOf(run);
      const isResolved = run.events.at(-1)?.type === 'ExecutionResolved';
      return end === undefined || (end === 'Dirty' && !isResolved);
    })
    .map(({ run }) => ({
      rule: 'one run at a time',
      text: `run ${watch.run.index + 1} began while run ${run.index + 1} held the same shop`,
    }));
}
