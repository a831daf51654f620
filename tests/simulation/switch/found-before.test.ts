// The shortest stories of bugs that this simulation has found: none of them breaks an invariant any more.
import { expect, test } from 'vitest';
import { failureInWords } from './in-words.ts';
import { play } from './play.ts';
import type { RunStory, Story } from './story.ts';

const ONE_RUNG: RunStory = {
  afterMs: 0,
  stages: [
    {
      shop: 0,
      stageRungs: [],
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
  owners: 2,
  runs: [ONE_RUNG],
  mishaps: [],
  acts: [],
  policy: {},
};

async function broken(story: Story): Promise<string> {
  const { violations, lines } = await play(story);
  return violations.length === 0 ? '' : failureInWords(story, lines, violations);
}

test('a machine that sleeps past its lease around the floor of blue sends nothing when it wakes', async () => {
  const asleep: string[] = [];
  for (let at = 36; at <= 60; at++) {
    asleep.push(
      await broken({ ...PLAIN, mishaps: [{ at, what: 'freeze', which: 0, forMs: 100_000 }] }),
    );
  }
  expect(asleep.filter((text) => text !== '').join('\n\n')).toBe('');
});

test('after a choice nothing is taken for done that a killed machine only meant to do', async () => {
  const stories = await Promise.all(
    Array.from({ length: 30 }, (_, index) => {
      const at = 750 + index;
      const kill = { at, what: 'kill', which: 0, forMs: 1 } as const;
      const edit = { at, what: 'another hand', which: 0, forMs: 100_000 } as const;
      return broken({ ...PLAIN, owners: 1, mishaps: [kill, edit] });
    }),
  );
  expect(stories.filter((text) => text !== '').join('\n\n')).toBe('');
});
