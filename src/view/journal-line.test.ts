// Tests of the lines people read while a run goes on.
import { expect, test } from 'vitest';
import {
  decided,
  finished,
  gateOpened,
  rungFact,
  shiftPath,
  timed,
  type UntimedEvent,
} from '../../tests/view-fixture.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { journalLine } from './journal-line.ts';

const name = (): string => 'prod (weight=50)';
const line = (untimed: UntimedEvent): string | undefined => {
  const [event] = timed(untimed) as readonly [ExecutionEvent];
  const found = journalLine(event, name);
  return found === undefined ? undefined : `${found.kind}: ${found.text}`;
};

test.each([
  [rungFact('p', { state: 'writing' }), 'rung: prod-50: writing 50 %'],
  [rungFact('p', { state: 'settling' }), 'aws: prod-50: AWS says 50 %, settling'],
  [rungFact('p', {}), 'proof: prod-50: probe, observed 49.2 % of 200 requests'],
  [
    rungFact('p', { proof: 'settled', observed: null, reason: 'traffic is too thin' }),
    'proof: prod-50: settled, traffic is too thin',
  ],
  [rungFact('p', { state: 'failed', reason: 'green is ill' }), 'failed: prod-50: green is ill'],
  [gateOpened('p'), 'wait: prod (weight=50): needs 2 of shop_sre'],
  [decided('p', 'ada', 'reject'), 'people: ada rejected prod (weight=50)'],
])('%o reads as %s', (event, text) => {
  expect(line(event)).toBe(text);
});

test('ARNs in the name of a write are cut to what a person can tell apart', () => {
  const arn =
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/50/f2/9683b2d02a6cabee';
  const effect = { path: shiftPath(0), attempt: 1, effect: `write ${arn}` };
  expect(line({ type: 'EffectConfirmed', ...effect, outcome: 'applied', via: 'response' })).toBe(
    'write: prod (weight=50): write listener-rule …6cabee',
  );
});

test('what matters to the engine alone has no line', () => {
  expect(line(finished('p', 'Success'))).toBeUndefined();
});
