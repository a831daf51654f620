// A retry after later runs: what it would keep must be as its run has left it, whatever end the others came to.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../../tests/plan-builder.ts';
import { startedAt } from '../../../tests/started-event.ts';
import type { EndState, ExecutionEvent, NodeStatus } from '../../execution/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { createMemoryJournal } from '../../store/memory/memory-journal.ts';
import { refuseMoved } from './refuse-moved.ts';

const rule = (name: string) => ({ spec: { listenerRuleArn: `arn:${name}` } });
const plan = planOf([
  stage('one', [step('shift', rule('shop'))]),
  stage('two', [step('check', rule('shop'))]),
]);
const elsewhere = planOf([stage('other', [step('shift', rule('other'))])]);
const goesOn: Plan = {
  ...plan,
  resumed: { execution: '1', first: '1', from: 'two', nodes: [], facts: [], changes: [] },
};

const shifted: readonly ExecutionEvent[] = [
  {
    at: 1,
    type: 'EffectIntended',
    path: 'one/steps/shift',
    attempt: 1,
    effect: 'shift',
    request: null,
    changesWorld: true,
  },
];

function ended(end: EndState, status: NodeStatus = 'Failed'): ExecutionEvent {
  return { at: 2, type: 'ExecutionFinished', status, end, leftovers: [] };
}

const stands: ExecutionEvent = { at: 1, type: 'NodeFinished', path: 'one', status: 'Success' };

interface Later {
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
}

/** Run 1 has failed in its second stage; whether it can be retried after a later one. */
async function retriedAfter(later: Later): Promise<string> {
  const journal = createMemoryJournal({ wallNow: () => 0 });
  const first = [...shifted, stands, ended('Failed')];
  for (const [index, run] of [{ plan, events: first }, later].entries()) {
    const started = startedAt(0);
    if (started.type !== 'ExecutionStarted') throw new Error('no start');
    const id = await journal.create(`hash ${index}`, run.plan, {
      ...started,
      planHash: `hash ${index}`,
    });
    const claim = await journal.claim('test', 0, 1_000, id);
    if (claim === undefined) throw new Error('the run is not free');
    await journal.append(claim, 1, run.events);
  }
  const look = { plan, events: await journal.read('1', 0) };
  return refuseMoved(journal, '1', look).then(
    () => 'can be retried',
    (error: Error) => error.message,
  );
}

const moved = (end: string) =>
  `Run 1 cannot be retried: since then run 2 (sample, ${end}) has worked on its rules`;

test.each<[string, Later, string]>([
  [
    'another version whose first stage stands and whose second failed',
    { plan, events: [...shifted, stands, ended('Failed')] },
    moved('Failed'),
  ],
  [
    'another version whose second stage went back while the first stands',
    { plan, events: [...shifted, stands, ended('RolledBack')] },
    moved('RolledBack'),
  ],
  [
    'its own retry, which has put the kept stage back',
    { plan: goesOn, events: [...shifted, ended('RolledBack')] },
    moved('RolledBack'),
  ],
  ['one that is still under way', { plan, events: shifted }, moved('has not ended')],
  [
    'one that went well',
    { plan, events: [...shifted, ended('Success', 'Success')] },
    moved('Success'),
  ],
  ['one that has changed nothing', { plan, events: [ended('Failed')] }, 'can be retried'],
  [
    'one on other rules',
    { plan: elsewhere, events: [...shifted, ended('Success', 'Success')] },
    'can be retried',
  ],
])('after %s', async (_name, later, said) => {
  expect(await retriedAfter(later)).toContain(said);
});

test('the refusal says to retry the later run where that goes on from this one', async () => {
  const later = { plan: goesOn, events: [...shifted, ended('RolledBack')] };
  expect(await retriedAfter(later)).toContain('Retry that one if it was a retry of this');
});
