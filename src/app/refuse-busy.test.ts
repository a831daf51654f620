// Two runs on the same rules: the second is refused while the first may still need them.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import type { World } from '../execution/event.ts';
import type { Plan } from '../plan/plan.ts';
import { createMemoryJournal } from '../store/memory/memory-journal.ts';
import { refuseBusy } from './refuse-busy.ts';

const aws: World = { kind: 'aws', identity: { account: '1' } };
const twin: World = { kind: 'twin', url: 'http://127.0.0.1:1' };
const other: World = { kind: 'twin', url: 'http://127.0.0.1:2' };

function shifting(listenerRuleArn: string): Plan {
  const spec = {
    elastigroupTrafficShiftWrapper: { type: 'Standalone', spec: { listenerRuleArn } },
  };
  return planOf([stage('s', [step('shift', { spec })])]);
}

async function beside(world: World) {
  const journal = createMemoryJournal({ wallNow: () => 0 });
  await journal.create('hash', shifting('rule-a'), {
    at: 0,
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'hash',
    pipeline: 'sample',
    world,
    startedBy: 'ada',
    bound: [],
  });
  return journal;
}

test.each([
  ['on AWS, driven', aws, true],
  ['on AWS, standing still', aws, false],
  ['on the same twin, driven', twin, true],
])('a second run on the same rule is refused: %s', async (_where, world, isDriven) => {
  const journal = await beside(world);
  const refusal = refuseBusy(journal, shifting('rule-a'), world, () => isDriven);
  await expect(refusal).rejects.toThrow(/Run 1 has not ended.*the rule rule-a/s);
});

test.each([
  ['on another rule', aws, 'rule-b', aws, true],
  ['on another twin', twin, 'rule-a', other, true],
  ['beside a run of a twin that stands still', twin, 'rule-a', twin, false],
])('a second run starts: %s', async (_where, first, rule, second, isDriven) => {
  const journal = await beside(first);
  await refuseBusy(journal, shifting(rule), second, () => isDriven);
});
