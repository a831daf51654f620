// What everybody in a played story can reach: its world, its journal, its runs, and the teller of what happens.
import type { EndState, ExecutionEvent } from '../../../src/execution/event.ts';
import type { Journal } from '../../../src/execution/journal.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { VirtualClock } from '../../virtual-clock.ts';
import type { FakeScripts } from '../fake-scripts.ts';
import type { Checks } from './checks.ts';
import type { FollowUpStory, RunStory, Story } from './story.ts';
import type { Shop } from './switch-world.ts';

export interface StageSet {
  readonly story: Story;
  readonly shops: readonly Shop[];
  readonly clock: VirtualClock;
  readonly twin: Twin;
  /** Every event that is committed through it is looked at first. */
  readonly journal: Journal;
  readonly scripts: FakeScripts;
  readonly checks: Checks;
  readonly runs: readonly PlayedRun[];
  tell(text: string): void;
  isOver(): boolean;
  /** From now on reads of rules show for so long what was. */
  onStale(forMs: number): void;
  /** Something that must not happen at all; the story ends there. */
  onDefect(error: unknown): void;
}

/** One run of the story; it has an execution once its turn has come. */
export interface PlayedRun {
  readonly index: number;
  readonly story: RunStory;
  /** Of a follow-up: what it is, and the run that it follows. */
  readonly follows: FollowUpStory | undefined;
  readonly events: ExecutionEvent[];
  /** Resolves when it begins. */
  readonly created: Promise<Created>;
  begin(created: Created): void;
  createdAs: Created | undefined;
  /** It ended, or it never began and never will. */
  readonly isDone: boolean;
  /** Resolves then. */
  readonly done: Promise<void>;
  finish(): void;
}

export interface Created {
  readonly id: string;
  readonly plan: Plan;
}

/** Undefined until it has ended. */
export function endOf({ events }: PlayedRun): EndState | undefined {
  return events.find((event) => event.type === 'ExecutionFinished')?.end;
}

export function playedRuns({ runs, followUps }: Story): readonly PlayedRun[] {
  return [
    ...runs.map((run, index) => playedRun(index, run, undefined)),
    ...followUps.flatMap((follows, index) => {
      const run = runs[follows.run];
      return run === undefined ? [] : [playedRun(runs.length + index, run, follows)];
    }),
  ];
}

function playedRun(index: number, story: RunStory, follows: FollowUpStory | undefined): PlayedRun {
  let resolve: (created: Created) => void = () => {};
  const created = new Promise<Created>((done) => {
    resolve = done;
  });
  let isDone = false;
  let finish = (): void => {};
  const done = new Promise<void>((resolved) => {
    finish = () => {
      isDone = true;
      resolved();
    };
  });
  const run: PlayedRun = {
    index,
    story,
    follows,
    events: [],
    created,
    createdAs: undefined,
    get isDone() {
      return isDone;
    },
    done,
    finish,
    begin: (given) => {
      run.createdAs = given;
      resolve(given);
    },
  };
  return run;
}
