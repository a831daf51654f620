// Runs in which several stages deploy: each has its lanes, its share of green and its way back.
import { expect, test } from 'vitest';
import { matrix, planOf, stage, step } from '../../tests/plan-builder.ts';
import { rungFact, started, timed, type UntimedEvent } from '../../tests/view-fixture.ts';
import type { Deployment, Plan, StageNode } from '../plan/plan.ts';
import { buildRunView } from './build-run-view.ts';
import { stageLabels } from './deploying-stages.ts';
import { journalLine } from './journal-line.ts';
import { sentence, standing } from './sentence.ts';
import { stepNames } from './step-names.ts';

const deployment: Deployment = {
  service: { identifier: 'shop', name: 'Shop' },
  environment: { identifier: 'prod', name: 'Prod' },
  infrastructure: { identifier: 'spot', name: 'Spot' },
  spotConnectorRef: 'spot',
  groupDocument: {},
  amiId: 'ami-1',
};

const inherit = {
  elastigroupTrafficShiftWrapper: { type: 'Inherit', spec: { weightPercentage: 50 } },
};

/** A stage per region, of which the labels are `n=0` and `n=1`. */
function regions(): Plan {
  const shift = step('prod', { type: 'ElastigroupBlueGreenTrafficShift', spec: inherit });
  const region =
    () =>
    (...place: Parameters<ReturnType<typeof stage>>): StageNode => ({
      ...stage('region', [shift])(...place),
      deployment,
    });
  return planOf([matrix('region', 2, region)]);
}

const shiftOf = (region: number): string => `region[${region}]/steps/prod`;
const goesBack = (region: number): UntimedEvent => ({
  type: 'RollbackStarted',
  path: `region[${region}]`,
  cause: 'failed',
});
const view = (...events: readonly UntimedEvent[]) =>
  buildRunView(regions(), timed(started, ...events), 60_000);

test('each stage has a lane of its own, under its label', () => {
  const { lanes } = view(rungFact(shiftOf(0), {}));
  expect(lanes.map(({ lane, stage: label }) => `${lane} ${label}`)).toEqual([
    'prod n=0',
    'prod n=1',
  ]);
});

test('prod stands where each stage has it', () => {
  const both = view(
    rungFact(shiftOf(0), { set: 100, reported: 100 }),
    rungFact(shiftOf(1), { set: 50, reported: 50 }),
  );
  expect(standing(both)).toBe('Prod stands on green in n=0, at 50 % green in n=1.');
});

test('only the rungs of the stage that goes back are taken back', () => {
  const { lanes } = view(
    rungFact(shiftOf(0), { writtenAt: 1 }),
    rungFact(shiftOf(1), { writtenAt: 1 }),
    goesBack(1),
  );
  const states = lanes.map(({ rungs }) => rungs[0]?.state === 'back');
  expect(states).toEqual([false, true]);
});

test('steps, rungs and ways back say in which stage they are', () => {
  const plan = regions();
  const lines = timed(rungFact(shiftOf(1), {}), goesBack(0)).map(
    (event) => journalLine(event, stepNames(plan), stageLabels(plan))?.text,
  );
  expect(lines).toEqual([
    expect.stringMatching(/^prod-50 of n=1: /),
    'the way back of n=0 begins (failed)',
  ]);
  expect(stepNames(plan)(shiftOf(1))).toBe('prod (n=1)');
});

test('a step that two stages call the same is named with its stage', () => {
  const plan = planOf([stage('east', [step('look')]), stage('west', [step('look'), step('tell')])]);
  const nameOf = stepNames(plan);
  expect(nameOf('west/steps/look')).toBe('look (west)');
  expect(nameOf('west/steps/tell')).toBe('tell');
});

test('everything that runs is named, up to three', () => {
  const begun = (region: number): UntimedEvent => ({
    type: 'AttemptStarted',
    path: shiftOf(region),
    attempt: 1,
    deadlineAt: 600_000,
  });
  expect(sentence(view(begun(0), begun(1)))).toContain('Now: prod (n=0) and prod (n=1).');
});
