// The twelve canonical stories that are cut at every point.
import { retry } from '../plan-builder.ts';
import { followUpStory } from './follow-up-story.ts';
import { APPROVER, matrixStory } from './matrix-story.ts';
import { scenarioStory } from './scenario-story.ts';
import type { Story } from './story.ts';

const MINUTE_MS = 60_000;

export const STORIES: readonly Story[] = [
  matrixStory({ name: 'a second deployment succeeds', deployment: 'second' }),
  matrixStory({ name: 'a first deployment succeeds', deployment: 'first' }),
  matrixStory({ name: 'a third deployment takes a leftover away', deployment: 'third' }),
  matrixStory({
    name: 'somebody says no at half of the traffic',
    deployment: 'second',
    people: [{ gate: 'prod-100', decision: 'reject', by: 'bob', afterMs: 3 * MINUTE_MS }, APPROVER],
  }),
  matrixStory({
    name: 'a script fails, is tried again, and fails',
    deployment: 'second',
    trouble: { scripts: { After_Shift: 'fails' } },
    failures: { step: 'After_Shift', table: retry(2, 10_000) },
  }),
  matrixStory({
    name: 'the setup fails with green half made',
    deployment: 'third',
    trouble: {
      calls: [{ during: ['Set_Up_Green'], call: 'size green', does: 'refused', times: 'for good' }],
    },
  }),
  matrixStory({
    name: 'green falls ill in the bake',
    deployment: 'second',
    trouble: { sickAt: 'bake watching' },
  }),
  matrixStory({
    name: 'somebody aborts while a rung settles, and all goes back',
    deployment: 'second',
    trouble: { abortAt: 'rung prod-50 settling' },
  }),
  scenarioStory('the official sample deploys', '08-official-sample-twice'),
  scenarioStory('a person adopts what another hand did', '31-another-hand-adopted', {
    'rung prod-25 proven': 'gate prod-50 opened',
    'rung prod-50 proven': 'gate prod-100 opened',
  }),
  followUpStory('a deployment is rolled back after its promotion', 'rollback'),
  followUpStory('blue is cleaned up', 'cleanup'),
];
