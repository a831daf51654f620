// The watch at a waiting gate: due slots, one look each, recorded only when its word changes.
import { expect, test } from 'vitest';
import { table } from '../../tests/decision-table.ts';
import { type Harness, harness } from '../../tests/drive-harness.ts';
import { planOf, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import type { ApprovalRequest } from './event.ts';
import { evolve } from './evolve.ts';
import { judgeApproval } from './signals.ts';
import type { StepDefinition, WatchWord } from './step.ts';

const path = 's/steps/gate';
const plan = planOf([stage('s', [step('gate', { failures: STAGE_ROLLBACK })])]);
const approval: ApprovalRequest = {
  message: 'go?',
  userGroups: ['ops'],
  minimumCount: 1,
  disallowPipelineExecutor: false,
  disallowedUserEmails: [],
  watchEveryMs: 30_000,
  review: null,
};
const sick = { type: 'GateWatched', path, attempt: 1, isWell: false, says: 'sick' } as const;
const failure = { type: 'Verification', message: 'green is sick' } as const;

function open(changes: Partial<ApprovalRequest> = {}) {
  const game = table(plan);
  const request = { ...approval, ...changes };
  const base = { at: 0, path, attempt: 1, approval: request };
  const decision = game.record({ ...base, type: 'ApprovalOpened', expiresAt: 600_000 });
  return { game, decision };
}

test('a gate opens without a look, and the first one is due after its time', () => {
  expect(open().decision).toMatchObject({ checks: [], wakeAt: 30_000 });
});

test.each([
  [30_000, 30_000, 60_000],
  [59_999, 30_000, 60_000],
  [215_000, 210_000, 240_000],
])(
  'at %i the slot of %i is due, and the next one at %i: what was missed is not made up',
  (at, slotAt, wakeAt) => {
    const decision = open().game.at(at);
    expect(decision.checks).toMatchObject([{ slotAt, deadlineAt: wakeAt }]);
    expect(decision.wakeAt).toBe(wakeAt);
  },
);

test('a gate that nobody watches is never looked at', () => {
  const { game } = open({ watchEveryMs: undefined as never });
  expect(game.at(100_000)).toMatchObject({ checks: [], wakeAt: 600_000 });
});

test('a word that says a failure fails the gate, and the strategies act', () => {
  const { game } = open();
  game.record({ at: 30_000, ...sick, failure });
  expect(game.finished()[0]).toBe(`${path}: Failed`);
});

test('a word alone leaves the gate open', () => {
  const { game } = open();
  game.record({ at: 30_000, ...sick });
  expect(game.finished()).toEqual([]);
});

test.each([
  ['where nobody watches', open({ watchEveryMs: undefined as never }).game, sick],
  ['of another attempt', open().game, { ...sick, attempt: 2 }],
  ['at a step that runs', table(plan), sick],
])('a word %s is illegal', (_name, game, event) => {
  expect(() => evolve(game.state, { at: 30_000, ...event })).toThrow();
});

/** A gate whose looks answer these words, one after the other and the last one for ever. */
async function watched(...words: WatchWord[]) {
  const looks: number[] = [];
  const watch: StepDefinition['watch'] = async ({ clock }) => {
    looks.push(clock.now());
    return words[Math.min(looks.length, words.length) - 1] ?? { isWell: true, says: '' };
  };
  const run: StepDefinition['run'] = async () => ({ status: 'approval', approval });
  const game = await harness(plan, run);
  const steps = new Map([['Fake', { type: 'Fake', run, watch }]]);
  /** Whoever sweeps takes the parked run when it is due. */
  const sweep = async (until: number): Promise<void> => {
    for (;;) {
      const row = await game.journal.row(game.id);
      if (row?.phase === 'done' || (row?.wakeAt ?? 0) > until) return;
      await game.clock.advance(Math.max((row?.wakeAt ?? 0) - game.clock.now(), 0));
      await game.drive({ steps });
    }
  };
  return { game, steps, looks, sweep };
}

async function words({ events }: Harness) {
  return (await events()).flatMap((each) => (each.type === 'GateWatched' ? [each.says] : []));
}

test('a parked gate is woken for each look and sleeps in between', async () => {
  const { sweep, looks, game } = await watched({ isWell: true, says: 'fine' });
  await sweep(301_000);
  expect(looks).toEqual([31, 61, 91, 121, 151, 181, 211, 241, 271, 301].map((s) => s * 1_000));
  expect(await words(game)).toEqual([]);
});

test('only another word is recorded', async () => {
  const ill: WatchWord = { isWell: false, says: 'sick' };
  const well: WatchWord = { isWell: true, says: 'well again' };
  const { sweep, game } = await watched(ill, ill, { ...ill, says: 'worse' }, well, well, ill);
  await sweep(240_000);
  expect(await words(game)).toEqual(['sick', 'worse', 'well again', 'sick']);
});

test('a process that stays looks as often as one that parks', async () => {
  const { game, steps, looks } = await watched({ isWell: true, says: '' });
  const result = await game.drive({ steps, parkWhenIdle: false });
  expect(result).toMatchObject({ result: { end: 'Expired' } });
  expect(looks).toHaveLength(19);
});

test('a failure found ends the gate', async () => {
  const { sweep, game } = await watched({ isWell: false, says: 'sick', failure });
  await sweep(600_000);
  const finished = (await game.events()).find(({ type }) => type === 'AttemptFinished');
  expect(finished).toMatchObject({ result: { status: 'failed', failure } });
});

test('an approval during a look counts, and the word of the look is dropped', async () => {
  const { game } = await watched();
  const run: StepDefinition['run'] = async () => ({ status: 'approval', approval });
  const watch: StepDefinition['watch'] = async ({ clock }) => {
    const signal = { by: 'bob', groups: ['ops'], decision: 'approve', at: clock.now() } as const;
    await game.journal.signal(game.id, (events) => judgeApproval(events, plan, signal));
    return { isWell: false, says: 'sick', failure };
  };
  const steps = new Map([['Fake', { type: 'Fake', run, watch }]]);
  expect(await game.drive({ steps, parkWhenIdle: false })).toMatchObject({
    result: { end: 'Success' },
  });
  expect(await words(game)).toEqual([]);
});

test('an approval is heard although the looks come more often than the polls', async () => {
  const often = { ...approval, watchEveryMs: 100 };
  const run: StepDefinition['run'] = async () => ({ status: 'approval', approval: often });
  const watch: StepDefinition['watch'] = async () => ({ isWell: true, says: '' });
  const game = await harness(plan, run);
  const steps = new Map([['Fake', { type: 'Fake', run, watch }]]);
  const driving = game.begin({ steps, parkWhenIdle: false, pollMs: 200 });
  await game.clock.advance(1_000);
  const signal = { by: 'bob', groups: ['ops'], decision: 'approve', at: game.clock.now() } as const;
  await game.journal.signal(game.id, (events) => judgeApproval(events, plan, signal));
  await game.clock.advance(1_000);
  expect((await game.journal.row(game.id))?.phase).toBe('done');
  expect(await driving).toMatchObject({ result: { end: 'Success' } });
});
