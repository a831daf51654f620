// The stories of bugs that this simulation has found: none of them breaks an invariant any more.
import { expect, test } from 'vitest';
import {
  ASLEEP_AT_A_WRITE,
  CHANGED_BEFORE_THE_LOOK,
  CHANGED_BETWEEN_NAMES,
  KILLED_BEFORE_A_CHOICE,
} from './found-stories.ts';
import { failureInWords } from './in-words.ts';
import { play } from './play.ts';
import type { Story } from './story.ts';

async function brokenIn(stories: readonly Story[]): Promise<string> {
  const broken: string[] = [];
  for (const story of stories) {
    const { violations, lines } = await play(story);
    if (violations.length > 0) broken.push(failureInWords(story, lines, violations));
  }
  return broken.join('\n\n');
}

test('a machine that sleeps past its lease around the floor of blue sends nothing when it wakes', async () => {
  expect(await brokenIn(ASLEEP_AT_A_WRITE)).toBe('');
});

test('after a choice nothing is taken for done that a killed machine only meant to do', async () => {
  expect(await brokenIn(KILLED_BEFORE_A_CHOICE)).toBe('');
});

test('another hand that comes between a lost write and the look for it is asked about', async () => {
  expect(await brokenIn(CHANGED_BEFORE_THE_LOOK)).toBe('');
});

test('another hand after the look that stands before both names is not the doing of the run', async () => {
  expect(await brokenIn(CHANGED_BETWEEN_NAMES)).toBe('');
});
