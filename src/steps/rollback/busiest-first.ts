// The order in which rules go back, should AWS slow the writes down: most customers first.
import { forwardedTo } from '../../traffic/actions.ts';
import { FACT, type Rung } from '../../traffic/facts.ts';
import { gaining, shareOf } from '../../traffic/split.ts';
import { type StageContext, stageFacts } from '../common/step-facts.ts';
import type { Seen } from './look-at-rules.ts';

type Restorable = Extract<Seen, { todo: 'restore' }>;

/** Prod before test rules; among them by the requests that go astray, or by weight where some are not counted. */
export function busiestFirst(context: StageContext, seen: readonly Seen[]): readonly Seen[] {
  const requests = requestsByRule(context);
  const restorable = seen.filter((each) => each.todo === 'restore');
  const areCounted = restorable.every(({ image }) => requests.has(image.ruleArn));
  const weightOf = (each: Restorable): number =>
    shareAway(each) * (areCounted ? (requests.get(each.image.ruleArn) ?? 0) : 1);
  const rank = (each: Seen): readonly number[] => [
    each.todo === 'restore' ? 0 : 1,
    each.image.lane === 'prod' ? 0 : 1,
    each.todo === 'restore' ? -weightOf(each) : 0,
  ];
  return seen
    .map((each) => ({ each, rank: rank(each) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ each }) => each);
}

/** Only a share is counted on the rule alone: other proofs count what several rules send, or our own requests. */
function requestsByRule(context: StageContext): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const { value } of stageFacts(context, FACT.rung)) {
    const { ruleArn, proof, requests } = value as unknown as Rung;
    if (proof === 'share' && requests !== null) known.set(ruleArn, requests);
  }
  return known;
}

/** The part of the rule's requests that does not go where it went before. */
function shareAway({ rule, image }: Restorable): number {
  const now = forwardedTo(rule.actions) ?? [];
  const before = forwardedTo(image.actions) ?? [];
  const gained = new Set(gaining(before, now));
  return shareOf(now, gained) - shareOf(before, gained);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
