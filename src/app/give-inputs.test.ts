// A person's answer to a step that asks for values before it begins: what is taken, and what people are told.
import { expect, test } from 'vitest';
import { parallel, planOf, type StepOptions, stage, step } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { createMemoryJournal } from '../store/memory/memory-journal.ts';
import { giveInputs } from './give-inputs.ts';
import { createSystemClock } from './system-clock.ts';

const A_DAY_MS = 86_400_000;
const region = {
  id: 'input1',
  name: 'region',
  isRequired: true,
  allowed: { values: ['eu', 'us'], many: false },
};

function asking(identifier: string, more: StepOptions = {}) {
  return step(identifier, {
    asks: [region],
    spec: { region: '<+executionInput.input1>' },
    ...more,
  });
}

async function runOf(timeoutMs = A_DAY_MS, more: StepOptions = {}) {
  const { now } = createSystemClock();
  const at = now() - 1_000;
  const plan = planOf([stage('s', [parallel([asking('one', more), asking('other')])])]);
  const journal = createMemoryJournal({ wallNow: now });
  const world = { kind: 'aws', identity: {} } as const;
  const id = await journal.create('hash', plan, { ...startedAt(at), world });
  const claim = await journal.claim('test', at, 60_000, id);
  if (claim === undefined) throw new Error('the run is not free');
  const open = (identifier: string): readonly ExecutionEvent[] => {
    const base = { at, path: `s/steps/~0/${identifier}`, attempt: 1 };
    const { id: _id, ...asked } = region;
    const ends = { kind: 'inputs', asked: [asked] } as const;
    const wait = { name: 'inputs', status: 'InputWaiting', says: 'it', ends } as const;
    return [
      { ...base, type: 'AttemptStarted', deadlineAt: at + timeoutMs },
      { ...base, type: 'WaitOpened', wait },
    ];
  };
  await journal.append(claim, 1, [
    { at, type: 'NodeStarted', path: '' },
    { at, type: 'NodeStarted', path: 's' },
    { at, type: 'NodeStarted', path: 's/steps' },
    { at, type: 'NodeStarted', path: 's/steps/~0' },
    ...open('one'),
    ...open('other'),
  ]);
  const look = async () => ({ plan, events: await journal.read(id, 0) });
  const give = (name: string | undefined, values: Record<string, string>) =>
    giveInputs({ journal, look }, id, { step: name, values, comment: undefined });
  return { give, look };
}

test('the values stand in the journal under the names that were asked for', async () => {
  const { give, look } = await runOf();
  expect(await give('one', { region: 'us' })).toMatchObject({
    status: 'accepted',
    path: 's/steps/~0/one',
  });
  expect((await look()).events.at(-1)).toMatchObject({
    type: 'InputGiven',
    values: { region: 'us' },
  });
});

test.each([
  ['nobody says for which of several', undefined, { region: 'us' }, 'not-asking', 'Name one of'],
  ['no such step asks', 'third', { region: 'us' }, 'not-asking', 'Name one of'],
  ['it is not allowed', 'one', { region: 'moon' }, 'wrong-input', '"moon" is none of'],
  ['nothing is given', 'one', {}, 'missing-inputs', 'needs a value for region'],
  ['nobody asks for it', 'one', { colour: 'red' }, 'unknown-input', 'asked for is region'],
])('it is not taken when %s', async (_why, name, values, reason, says) => {
  const { give, look } = await runOf();
  const given = await give(name, { ...values } as Record<string, string>);
  expect(given).toMatchObject({ status: 'refused', reason });
  expect(given).toHaveProperty('message', expect.stringContaining(says));
  expect(given).toHaveProperty('message', expect.stringContaining('Nothing was done. Prod stands'));
  expect((await look()).events.at(-1)?.type).toBe('WaitOpened');
});

test('the first answer counts, and none after the time of the step', async () => {
  const { give } = await runOf();
  await give('one', { region: 'us' });
  expect(await give('one', { region: 'eu' })).toMatchObject({ reason: 'already-given' });
  const { give: late } = await runOf(500);
  expect(await late('one', { region: 'us' })).toMatchObject({ reason: 'expired' });
});

test('what the step could not run with is refused when it is given, not when it runs', async () => {
  const type = 'Wait';
  const asks = [{ id: 'input1', name: 'duration', isRequired: true }];
  const spec = { duration: '<+executionInput.input1>' };
  const { give } = await runOf(A_DAY_MS, { type, asks, spec });
  expect(await give('one', { duration: 'soon' })).toMatchObject({ reason: 'wrong-input' });
  expect(await give('one', { duration: '5m' })).toMatchObject({ status: 'accepted' });
});
