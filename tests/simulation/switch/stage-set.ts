// What everybody in a played story can reach: its world, its journal, its runs, and the teller of what happens.
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import type { Journal } from '../../../src/execution/journal.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { VirtualClock } from '../../virtual-clock.ts';
import type { FakeScripts } from '../fake-scripts.ts';
import type { Checks } from './checks.ts';
import type { RunStory, Story } from './story.ts';
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
  /** Something that must not happen at all; the story ends there. */
  onDefect(error: unknown): void;
}

/** One run of the story; it has an execution once its turn has come. */
export interface PlayedRun {
  readonly index: number;
  readonly story: RunStory;
  readonly events: ExecutionEvent[];
  /** Resolves when it begins. */
  readonly created: Promise<Created>;
  begin(created: Created): void;
  createdAs: Created | undefined;
  /** It ended, or it never began and never will. */
  isDone: boolean;
}

export interface Created {
  readonly id: string;
  readonly plan: Plan;
}

export function playedRun(index: number, story: RunStory): PlayedRun {
  let resolve: (created: Created) => void = () => {};
  const created = new Promise<Created>((done) => {
    resolve = done;
  });
  const run: PlayedRun = {
    index,
    story,
    events: [],
    created,
    createdAs: undefined,
    isDone: false,
    begin: (given) => {
      run.createdAs = given;
      resolve(given);
    },
  };
  return run;
}
