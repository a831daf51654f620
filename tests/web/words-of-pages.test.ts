// What pages say, worked out from what the server answers: who may act, times, inputs, and a plan as rows.
import { describe, expect, test } from 'vitest';
import type { Outlook, OutlookStep } from '../../src/api/schemas/outlook.ts';
import type { RunInList } from '../../src/api/schemas/run-parts.ts';
import { type PipelineInput, troubleOf, valuesToSend } from '../../web/src/pages/new-run/inputs.ts';
import { planSections } from '../../web/src/pages/plans/plan-rows.ts';
import { planSentence, shortHash } from '../../web/src/pages/plans/plan-words.ts';
import { type Reader, standingOf } from '../../web/src/pages/runs/run-standing.ts';
import { runsSentence } from '../../web/src/pages/runs/runs-sentence.ts';
import { ageText, durationText, momentText } from '../../web/src/parts/time.ts';

const ADA: Reader = {
  ...{ user: 'ada', name: 'Ada Lovelace', email: 'ada@shop.example', role: 'approver' },
  groups: ['payments-sre'],
  ...{ mayView: true, mayOperate: false, mayApprove: true, mayAdminister: false },
};

const GATE: RunInList['asks'][number] = {
  kind: 'gate',
  userGroups: ['payments-sre'],
  disallowPipelineExecutor: true,
  disallowedUserEmails: ['Kim@shop.example'],
  decidedBy: [],
};

function run(more: Partial<RunInList> = {}): RunInList {
  return {
    ...{ run: '7', pipeline: 'shop', world: 'twin', status: 'Running', sentence: 'It moves.' },
    ...{ tone: 'plain', startedBy: 'kim', startedAt: 0, endedAt: null, clock: null },
    ...{ percent: 5, observed: null, rungsDone: 0, rungs: 3, waitsFor: [], asks: [] },
    ...{ isPaused: false, isRollingBack: false, driver: 'x', standsStill: false, holds: [] },
    ...more,
  };
}

describe('who may act on a run', () => {
  test('an approver of the gate’s group may', () => {
    expect(standingOf(run({ asks: [GATE] }), ADA)).toMatchObject({
      ...{ section: 'act', chip: 'For you', isMine: true, may: 'You may approve.' },
    });
  });

  test.each<[string, Partial<RunInList>, Partial<Reader>, string]>([
    ['who started it may not', { startedBy: 'ADA' }, {}, 'you started it'],
    ['whom the gate excludes may not', {}, { email: 'kim@shop.example' }, 'excludes you'],
    ['who is in no group of it may not', {}, { groups: [] }, 'payments-sre may'],
    ['who is no approver may not', {}, { mayApprove: false }, 'approvers do'],
  ])('%s', (_, of, who, why) => {
    const standing = standingOf(run({ asks: [GATE], ...of }), { ...ADA, ...who });
    expect(standing).toMatchObject({ isMine: false, chip: 'For payments-sre', isAsking: true });
    expect(standing.may).toContain(why);
  });

  test('a word that was given is not asked for again', () => {
    const asks = [{ ...GATE, decidedBy: ['ada@shop.example'] }];
    expect(standingOf(run({ asks }), ADA)).toMatchObject({
      isMine: false,
      may: 'Yours is counted.',
    });
  });

  test('of several questions the one that is mine counts', () => {
    const asks = [{ ...GATE, userGroups: ['fx-owners'] }, GATE];
    expect(standingOf(run({ asks }), ADA).isMine).toBe(true);
  });

  test('choices are for operators', () => {
    const asks = [{ ...GATE, kind: 'choice' as const, userGroups: [] }];
    expect(standingOf(run({ asks }), ADA).isMine).toBe(false);
    expect(standingOf(run({ asks }), { ...ADA, mayOperate: true }).may).toBe('You may choose.');
  });

  test('a Dirty run needs somebody until it is resolved', () => {
    const dirty = run({ status: 'Dirty', endedAt: 5, tone: 'repair' });
    expect(standingOf(dirty, ADA).section).toBe('act');
    expect(standingOf({ ...dirty, tone: 'plain' }, ADA).section).toBe('ended');
  });

  test.each([
    [{ phase: 'baking' as const }, 'Baking'],
    [{ phase: 'setting up' as const, isPaused: true }, 'Paused'],
    [{ phase: 'shifting' as const, isRollingBack: true }, 'Going back'],
    [{ status: 'Queued' }, 'Queued'],
  ])('what moves says what it is about: %j', (of, chip) => {
    expect(standingOf(run(of), ADA)).toMatchObject({ section: 'moving', chip });
  });

  test('the list’s first line counts them', () => {
    const all = [
      run({ asks: [GATE] }),
      run({ asks: [{ ...GATE, userGroups: ['fx-owners'] }] }),
      run({ status: 'Dirty', endedAt: 1, tone: 'repair' }),
      run(),
      run({ isPaused: true }),
      run({ status: 'Success', endedAt: 1 }),
    ].map((each) => standingOf(each, ADA));
    expect(runsSentence(all)).toBe(
      'One run waits for you. One waits for others. One is dirty. Two are moving.',
    );
    expect(runsSentence(all.slice(-1))).toBe('Nothing moves, and nobody is waited for.');
    expect(runsSentence([])).toBe('No run yet.');
  });
});

describe('times in words', () => {
  test.each([
    [400, '0.4 s'],
    [12_000, '12 s'],
    [497_000, '8 min 17 s'],
    [6_060_000, '1 h 41 min'],
    [349_200_000, '4 d 1 h'],
  ])('%d ms last %s', (durationMs, words) => {
    expect(durationText(durationMs)).toBe(words);
  });

  test('an age is never “just now”, and a moment of another day has its date', () => {
    expect([0, 79_000, 240_000, 200_000_000].map(ageText)).toEqual([
      ...['0 s ago', '79 s ago', '4 min ago', '2 d ago'],
    ]);
    const at = Date.UTC(2026, 2, 4, 2, 59, 48);
    expect(momentText(at, at + 1_000)).toBe('02:59:48');
    expect(momentText(at, at + 86_400_000)).toBe('2026-03-04 02:59');
  });
});

describe('inputs of a new run', () => {
  const input = (more: Partial<PipelineInput>): PipelineInput => ({
    ...{ path: 'pipeline.variables.x', written: '<+input>', type: 'String', isRequired: false },
    ...{ default: null, allowedValues: null, isMany: false, regex: null, description: null },
    ...more,
  });

  test('what is needed, of another type or of another form is told before anything is sent', () => {
    expect(troubleOf(input({ isRequired: true }), '')).toBe('A value is needed here.');
    expect(troubleOf(input({ isRequired: true, default: 'eu' }), '')).toBeUndefined();
    expect(troubleOf(input({ isRequired: true }), '', true)).toBeUndefined();
    expect(troubleOf(input({ type: 'Number' }), 'soon')).toBe('A number belongs here.');
    expect(troubleOf(input({ regex: 'CHG-[0-9]+' }), 'xCHG-1')).toContain('CHG-[0-9]+');
    expect(troubleOf(input({ regex: 'CHG-[0-9]+' }), 'CHG-1')).toBeUndefined();
    expect(troubleOf(input({ regex: '(?<' }), 'left to the server')).toBeUndefined();
  });

  test('what is empty is not sent, the rest as its type says', () => {
    const inputs = [
      input({ path: 'a' }),
      input({ path: 'b', type: 'Number' }),
      input({ path: 'c', type: 'Boolean' }),
      input({ path: 'd', isMany: true }),
      input({ path: 'e' }),
    ];
    const given = { a: '', b: '7', c: 'false', d: ['smoke', 'load'], e: 'text' };
    expect(valuesToSend(inputs, given)).toEqual({ b: 7, c: false, d: 'smoke,load', e: 'text' });
  });
});

describe('a plan as rows', () => {
  const actions = (blue: number, green: number) => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: 'blue', Weight: blue },
          { TargetGroupArn: 'green', Weight: green },
        ],
      },
    },
  ];
  const step = (more: Partial<OutlookStep>): OutlookStep => ({
    ...{ path: 'p', name: 'Step', type: 'Wait', label: null, template: null, when: null },
    ...{ timeoutMs: 600_000, leastMs: 0, writes: [], rungs: [], gate: null, script: null },
    ...{ notes: [], wayBack: [] },
    ...more,
  });
  const call = (cloud: 'AWS' | 'Spot', name: string, on: string, words = '') => ({
    ...{ cloud, call: name, on, words, values: {} },
  });
  const outlook: Outlook = {
    ...{ pipeline: 'shop', template: null, leastMs: 60_000, gates: 0 },
    stages: [
      {
        ...{ path: 's', name: 'Shop', template: null, deploys: null, groups: [], rollback: [] },
        ...{ afterwards: null, warnings: [], leastMs: 60_000 },
        rules: [
          {
            ...{ ruleArn: 'r', label: 'prod', lane: 'prod', loadBalancer: 'shop', port: 80 },
            ...{ isDefault: false, conditions: [], targetGroups: [] },
            actions: actions(100, 0),
            changes: [
              { rung: 'prod-25', step: 'p', before: actions(100, 0), after: actions(75, 25) },
            ],
          },
        ],
        steps: [
          step({
            writes: [
              call('Spot', 'POST suspension', 'green', 'calm'),
              call('Spot', 'POST suspension', 'blue', 'calm'),
              call('AWS', 'ModifyRule', 'prod', 'shop-a 100 → 75'),
              call('Spot', 'DELETE suspension', 'green', 'resumed'),
            ],
            rungs: [
              {
                ...{ rung: 'prod-25', ruleArn: 'r', label: 'prod', set: 25, settleMs: 60_000 },
                ...{ proof: 'share', reason: 'enough traffic', isThin: false, bakeMs: 300_000 },
              },
            ],
          }),
        ],
      },
    ],
  };

  test('the proof stands behind the write to the load balancer, equal calls are one row, and nothing is counted twice', () => {
    const rows = planSections(outlook).flatMap((section) => section.rows);
    expect(rows.map(({ number, times, kind, on }) => [number, times, kind, on])).toEqual([
      [1, 2, 'write', 'green and blue'],
      [3, 1, 'write', 'prod'],
      [4, 1, 'proof', 'prod'],
      [5, 1, 'bake', 'prod'],
      [6, 1, 'write', 'green'],
    ]);
    expect(rows[1]?.share).toEqual({ from: 0, to: 25 });
  });

  test('the first line counts rules, rungs and writes', () => {
    expect(planSentence(outlook)).toBe(
      'This run moves 1 rule in 1 rung. It writes 4 times, and 1 of those moves traffic.',
    );
    expect(shortHash('9f3ce21a77b0ffff')).toBe('9f3c e21a 77b0');
  });
});
