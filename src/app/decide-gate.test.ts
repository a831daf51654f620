// A person's word at a gate: the groups are those of the environment that the gate guards.
import { describe, expect, test } from 'vitest';
import { type Build, planOf, stage, step } from '../../tests/plan-builder.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { StageNode } from '../plan/plan.ts';
import { createMemoryJournal } from '../store/memory/memory-journal.ts';
import { decideGate } from './decide-gate.ts';
import { createSystemClock } from './system-clock.ts';

function deployingTo(environment: string): Build {
  return (parent, index, given) => ({
    ...(stage(environment, [step('ask')])(parent, index, given) as StageNode),
    deployment: {
      service: { identifier: 'shop', name: 'shop' },
      environment: { identifier: environment, name: environment },
      infrastructure: { identifier: 'spot', name: 'spot' },
      spotConnectorRef: 'spot',
      groupDocument: { group: {} },
      amiId: 'ami-1',
    },
  });
}

const plan = planOf([deployingTo('staging'), deployingTo('production')]);

/** A run whose first stage was skipped and which waits for people in the second. */
async function gateInProduction(rung: string | null = null) {
  const { now } = createSystemClock();
  const at = now();
  const deadlineAt = at + 600_000;
  const journal = createMemoryJournal({ wallNow: now });
  const id = await journal.create('hash', plan, {
    at,
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'hash',
    pipeline: 'sample',
    world: { kind: 'aws', identity: {} },
    startedBy: 'ada',
    bound: [],
  });
  const path = 'production/steps/ask';
  const rules = { minimumCount: 1, disallowPipelineExecutor: false, disallowedUserEmails: [] };
  const approval = { message: 'Go?', userGroups: ['sre'], review: { rung }, ...rules };
  const events: readonly ExecutionEvent[] = [
    { at, type: 'NodeStarted', path: '' },
    { at, type: 'NodeFinished', path: 'staging', status: 'Skipped' },
    { at, type: 'NodeStarted', path: 'production' },
    { at, type: 'NodeStarted', path: 'production/steps' },
    { at, type: 'AttemptStarted', path, attempt: 1, deadlineAt },
    { at, type: 'ApprovalOpened', path, attempt: 1, expiresAt: deadlineAt, approval },
  ];
  const claim = await journal.claim('test', at, 60_000, id);
  if (claim === undefined) throw new Error('the run is not free');
  await journal.append(claim, 1, events);
  const look = async () => ({ plan, events: await journal.read(id, 0) });
  return { id, engine: { journal, look } };
}

test.each([
  ['production', 'accepted'],
  ['staging', 'refused'],
])('a member of the group in %s is %s at a gate of production', async (environment, status) => {
  const { id, engine } = await gateInProduction();
  const groupsOf = (asked: string) => (asked === environment ? ['sre'] : []);
  const given = { decision: 'approve', path: undefined, comment: undefined } as const;
  expect(await decideGate(engine, id, given, { groupsOf })).toMatchObject({ status });
});

test.each([
  ['by the groups they bring', ['sre'], () => []],
  ['by what the project gives to their name', [], (_: string, who: string) => groupOf(who, 'Bo')],
  ['by what it gives to their email', [], (_: string, who: string) => groupOf(who, 'bo@shop.test')],
] as const)('somebody the caller names may approve %s', async (_how, groups, groupsOf) => {
  const { id, engine } = await gateInProduction();
  const actor = { name: 'Bo', email: 'bo@shop.test', groups };
  const given = { decision: 'approve', path: undefined, comment: undefined, actor } as const;
  const decided = await decideGate(engine, id, given, { groupsOf });
  expect(decided).toMatchObject({ status: 'accepted', by: 'Bo' });
  expect((await engine.look()).events.at(-1)).toMatchObject({ by: 'Bo', email: 'bo@shop.test' });
});

function groupOf(asked: string, member: string): readonly string[] {
  return asked === member ? ['sre'] : [];
}

describe('A word for one rung', () => {
  const groupsOf = (): readonly string[] => ['sre'];
  const given = { decision: 'approve', path: undefined, comment: undefined } as const;

  test('counts at the gate that leads to it, and says so', async () => {
    const { id, engine } = await gateInProduction('prod-50');
    const decided = await decideGate(engine, id, { ...given, rung: 'prod-50' }, { groupsOf });
    expect(decided).toMatchObject({ status: 'accepted', rung: 'prod-50' });
  });

  test('does not count at the gate of another rung, and names that one', async () => {
    const { id, engine } = await gateInProduction('prod-50');
    const decided = await decideGate(engine, id, { ...given, rung: 'prod-10' }, { groupsOf });
    expect(decided).toMatchObject({ status: 'refused', reason: 'another-rung' });
    const said = 'You looked at prod-10, and prod-50 is open now. Nothing was done.';
    expect(decided).toHaveProperty('message', expect.stringContaining(said));
    expect(await engine.look()).toHaveProperty('events.length', 7);
  });

  test('does not count at a gate that leads to no rung', async () => {
    const { id, engine } = await gateInProduction(null);
    const decided = await decideGate(engine, id, { ...given, rung: 'prod-10' }, { groupsOf });
    expect(decided).toHaveProperty(
      'message',
      expect.stringContaining('the gate production/steps/ask is open now'),
    );
  });

  test('counts once, however often it is given', async () => {
    const { id, engine } = await gateInProduction('prod-50');
    const press = () => decideGate(engine, id, { ...given, rung: 'prod-50' }, { groupsOf });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['accepted', 'refused', 'refused']);
  });
});
