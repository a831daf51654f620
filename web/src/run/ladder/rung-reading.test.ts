// What a rung claims: a tick only for a proof, a dash where nothing is known, and one line that reads it all.
import { expect, test } from 'vitest';
import type { LaneOnPage, RungOnPage, RunPage } from '../../../../src/api/schemas/run-page.ts';
import { nextRung, readRung, standingRung } from './rung-reading.ts';

type Fact = NonNullable<RungOnPage['rows'][number]['rung']>;

const proven: Fact = {
  state: 'proven',
  set: 25,
  reported: 25,
  observed: 24.84,
  requests: 1_000,
  proof: 'share',
  reason: '24.8 % of 1000 requests against 25 %',
  writtenAt: 1_000,
  provedAt: 62_000,
};

function rungOf(weight: number, state: RungOnPage['state'], fact: Fact | null): RungOnPage {
  return {
    rung: `prod-${weight}`,
    weight,
    state,
    gate: { needed: 2, given: state === 'gate open' ? 1 : 2, state: gateOf(state) },
    rows: [{ label: 'prod', path: `shop/prod-${weight}`, rung: fact }],
  };
}

function gateOf(state: RungOnPage['state']): RungOnPage['gate']['state'] {
  if (state === 'gate open') return 'open';
  return state === 'to come' ? 'to come' : 'passed';
}

function laneOf(...rungs: readonly RungOnPage[]): LaneOnPage {
  return { lane: 'prod', stage: null, rules: ['prod'], beforeAt: 500, rungs: [...rungs] };
}

const page = { bake: null, isPaused: null } as RunPage;

function reading(rung: RungOnPage, lane: LaneOnPage = laneOf(rung)) {
  return readRung(rung, lane, standingRung(lane), page);
}

test('the rung where traffic stands is read in one line, with its three numbers and its gate', () => {
  const rung = rungOf(25, 'proven', proven);
  expect(reading(rung).aloud).toBe(
    'prod 25 percent, traffic stands here, set 25, AWS says 25, observed 24.8, gate 2 of 2, bake 61 s, share, passed',
  );
  expect(reading(rung)).toMatchObject({ tone: 'here', glyph: 'here', foot: undefined });
});

test('a rung that was not written shows dashes and a ghost, never a guess', () => {
  const { rows, tone, foot } = reading(rungOf(50, 'gate open', null));
  expect(tone).toBe('person');
  expect(foot).toBe('nothing written yet');
  expect(rows[0]).toMatchObject({
    bar: { kind: 'ghost', percent: 50 },
    ...{ set: '–', agrees: '', reported: '–', matches: '', observed: '–' },
  });
});

test('what AWS says otherwise is told as different, and nothing observed is a question', () => {
  const thin = { ...proven, observed: null, proof: 'settled', reason: 'too few requests' } as const;
  const other = { ...proven, state: 'failed', reported: 10, observed: 9.7 } as const;
  expect(reading(rungOf(25, 'proven', thin)).rows[0]).toMatchObject({ agrees: '=', matches: '?' });
  expect(reading(rungOf(25, 'failed', other)).rows[0]).toMatchObject({ agrees: '≠', matches: '≠' });
});

test('while its write is on the way a rung says what it asked, and that AWS has not answered', () => {
  const asked = {
    ...proven,
    state: 'writing',
    reported: null,
    observed: null,
    writtenAt: null,
  } as const;
  expect(reading(rungOf(25, 'writing', asked)).rows[0]).toMatchObject({
    ...{ set: '25', reported: '…', observed: '–' },
    bar: { kind: 'ghost' },
  });
});

test('a rung that has been left is dimmed and says how long its proof took', () => {
  const past = rungOf(5, 'proven', { ...proven, set: 5, reported: 5, observed: 5.1 });
  const lane = laneOf(past, rungOf(25, 'proven', proven));
  expect(reading(past, lane)).toMatchObject({
    tone: 'past',
    glyph: 'done',
    foot: 'proved in 1 min 1 s',
  });
  expect(standingRung(lane)?.weight).toBe(25);
});

test('a lane that has gone back stands at none of its rungs', () => {
  expect(standingRung(laneOf(rungOf(25, 'back', proven)))).toBeUndefined();
});

test('the next rung is the one that a gate keeps, else the first that has not begun', () => {
  const lane = laneOf(rungOf(5, 'proven', proven), rungOf(25, 'to come', null));
  expect(nextRung(lane)?.weight).toBe(25);
  const gated = laneOf(rungOf(5, 'to come', null), rungOf(25, 'gate open', null));
  expect(nextRung(gated)?.weight).toBe(25);
});
