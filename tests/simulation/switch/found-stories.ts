// The shortest stories of bugs that the simulation has found, in every form that comes near the moment.
import type { Mishap, RunStory, Story } from './story.ts';

const ONE_RUNG: RunStory = {
  afterMs: 0,
  isParallel: false,
  stages: [
    {
      shop: 0,
      stageRungs: [],
      isSideBySide: false,
      prodRungs: [100],
      approvals: 0,
      isAskedFirst: false,
      script: 'none',
      onFailure: 'StageRollback',
    },
  ],
};
const PLAIN: Story = {
  seed: 1,
  shops: [{ sites: 1, size: 2, before: 'live' }],
  owners: 1,
  runs: [ONE_RUNG],
  mishaps: [],
  acts: [],
  policy: {},
  followUps: [],
  resolvedAfterMs: undefined,
};

function from(first: number, last: number, story: (at: number) => Story): readonly Story[] {
  return Array.from({ length: last - first + 1 }, (_, index) => story(first + index));
}

/** Around the floor of blue, which is written from what is read. */
export const ASLEEP_AT_A_WRITE: readonly Story[] = from(44, 74, (at) => {
  const freeze: Mishap = { at, what: 'freeze', which: 0, forMs: 100_000 };
  return { ...PLAIN, owners: 2, mishaps: [freeze] };
});

/** Around the change of names, where another hand makes the next machine ask first. */
export const KILLED_BEFORE_A_CHOICE: readonly Story[] = from(594, 620, (at) => {
  const kill: Mishap = { at, what: 'kill', which: 0, forMs: 1 };
  const edit: Mishap = { at, what: 'another hand', which: 0, forMs: 100_000 };
  return { ...PLAIN, mishaps: [kill, edit] };
});

/** Around a write that is lost with its machine, before the next one has looked for it. */
export const CHANGED_BEFORE_THE_LOOK: readonly Story[] = from(300, 318, (at) => {
  const kill: Mishap = { at, what: 'kill', which: 0, forMs: 1 };
  const edit: Mishap = { at, what: 'another hand', which: 0, forMs: 100_000 };
  return { ...PLAIN, mishaps: [kill, edit] };
});

/** Between the two names, where another hand gives everything back to blue. */
export const CHANGED_BETWEEN_NAMES: readonly Story[] = from(596, 616, (at) => {
  const edit: Mishap = { at, what: 'another hand', which: 0, forMs: 100 };
  return { ...PLAIN, mishaps: [edit] };
});

export const FOUND_STORIES: readonly Story[] = [
  ...ASLEEP_AT_A_WRITE,
  ...KILLED_BEFORE_A_CHOICE,
  ...CHANGED_BEFORE_THE_LOOK,
  ...CHANGED_BETWEEN_NAMES,
];
