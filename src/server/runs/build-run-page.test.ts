// The page of a run says what its journal says, asks whom it has to ask, and fits the contract of the API.
import { expect, test } from 'vitest';
import {
  approvePath,
  begun,
  decided,
  finished,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
  type UntimedEvent,
} from '../../../tests/view-fixture.ts';
import { runPageSchema } from '../../api/schemas/run-page.ts';
import { stepSchema } from '../../api/schemas/run-parts.ts';
import { buildRunPage } from './build-run-page.ts';
import { buildSteps } from './build-steps.ts';
import { pageAt } from './page-at.ts';
import { type DriverNow, extendSource, newSource, type RunSource } from './run-source.ts';

const DRIVEN: DriverNow = { driver: 'process 1', standsStill: false };

function sourceOf(...events: readonly UntimedEvent[]): RunSource {
  const given = { project: 'shop', run: '7', planHash: 'plan', plan: ladderPlan() };
  return newSource({ ...given, events: timed(...events) });
}

function pageOf(source: RunSource, driver = DRIVEN) {
  const page = buildRunPage(source, { now: 60_000, speed: 60, driver, holds: ['the rule x'] });
  return runPageSchema.parse(page);
}

const atGate: readonly UntimedEvent[] = [
  started,
  { type: 'NodeStarted', path: '' },
  { type: 'NodeStarted', path: 'shop' },
  { type: 'NodeStarted', path: 'shop/steps' },
  { type: 'NodeStarted', path: 'shop/steps/Rungs' },
  { type: 'NodeStarted', path: 'shop/steps/Rungs[0]' },
  { type: 'AttemptStarted', path: approvePath(0), attempt: 1, deadlineAt: 90_000_000 },
  gateOpened(approvePath(0)),
];

test('an open gate asks a person, with who has said what and until when', () => {
  const source = sourceOf(...atGate, decided(approvePath(0), 'ada', 'approve'));
  const page = pageOf(source);
  expect(page).toMatchObject({ tone: 'person', status: 'Running', length: 9, speed: 60 });
  expect(page.sentence).toContain('Waiting for 1 approval of prod to 50 %');
  expect(page.waiting).toMatchObject({ who: 'person', since: 7_000, until: 90_000_000 });
  expect(page.gates[0]).toMatchObject({
    needed: 2,
    given: 1,
    decisions: [{ by: 'ada', decision: 'approve', comment: null, at: 8_000 }],
  });
});

test('a gate that has been decided asks nobody, although the run has not yet taken note', () => {
  const both = [
    decided(approvePath(0), 'ada', 'approve'),
    decided(approvePath(0), 'bob', 'approve'),
  ];
  expect(pageOf(sourceOf(...atGate, ...both))).toMatchObject({ gates: [], waiting: null });
  const no = decided(approvePath(0), 'ada', 'reject');
  expect(pageOf(sourceOf(...atGate, no))).toMatchObject({ gates: [], tone: 'plain' });
});

test('what comes later is folded in, and the page is as if it had been there at once', () => {
  const events = [
    ...atGate,
    decided(approvePath(0), 'ada', 'approve'),
    decided(approvePath(0), 'bob', 'approve'),
    {
      type: 'AttemptFinished',
      path: approvePath(0),
      attempt: 1,
      result: { status: 'succeeded', output: {} },
    },
    finished(approvePath(0), 'Success'),
    begun(shiftPath(0)),
    rungFact(shiftPath(0), {}),
  ] as const;
  const grown = sourceOf(...events.slice(0, 9));
  extendSource(grown, timed(...events).slice(9));
  expect(pageOf(grown)).toEqual(pageOf(sourceOf(...events)));
  expect(pageOf(grown)).toMatchObject({ waiting: null, tone: 'plain', share: { percent: 50 } });
});

test('a run that nobody drives says so, and why this server cannot', () => {
  const source = sourceOf(...atGate);
  const still = { driver: null, standsStill: true };
  expect(pageOf(source, still).waiting).toMatchObject({ who: 'nobody' });
  const page = pageOf(source, { ...still, refused: 'The twin does not answer.' });
  expect(page).toMatchObject({ standsStill: true, waiting: { says: 'The twin does not answer.' } });
});

test('the steps are a tree with the pipeline at its root', () => {
  const steps = buildSteps(sourceOf(...atGate)).map((each) => stepSchema.parse(each));
  expect(steps[0]).toMatchObject({ path: '', parent: null, depth: 0, kind: 'pipeline' });
  const gate = steps.find(({ path }) => path === approvePath(0));
  expect(gate).toMatchObject({
    parent: 'shop/steps/Rungs[0]',
    type: 'HarnessApproval',
    status: 'ApprovalWaiting',
    startedAt: 6_000,
    attempt: 1,
  });
  const known = new Set(steps.map(({ path }) => path));
  expect(steps.every(({ parent }) => parent === null || known.has(parent))).toBe(true);
});

test('the page at an earlier event knows nothing of what came later', () => {
  const source = sourceOf(...atGate, decided(approvePath(0), 'ada', 'approve'));
  const around = { now: 60_000, speed: 60, driver: DRIVEN, holds: ['the rule x'] };
  const page = runPageSchema.parse(pageAt(source, atGate.length, around));
  expect(page).toMatchObject({ length: 8, now: 7_000, holds: [], driver: null });
  expect(page.gates[0]).toMatchObject({ given: 0, decisions: [] });
  expect(source.events).toHaveLength(9);
});
