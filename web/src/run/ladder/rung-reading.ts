// What a rung shows: how its row looks, which words stand under which column, and the one line in which it is read aloud.
import type { LaneOnPage, RungOnPage, RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { GlyphName } from '../../parts/icon.tsx';
import { count } from '../../parts/numbers.ts';
import { durationText, minuteText } from '../../parts/time.ts';
import { shareOf, shortText, UNKNOWN } from '../numbers.ts';

export type RungTone = 'todo' | 'past' | 'here' | 'person' | 'repair';
export interface RungRow {
  readonly path: string;
  readonly label: string;
  readonly bar: { readonly kind: 'live' | 'was' | 'ghost'; readonly percent: number };
  readonly set: string;
  readonly agrees: '' | '=' | '≠';
  readonly reported: string;
  readonly matches: '' | '≈' | '≠' | '?';
  readonly observed: string;
  readonly writtenAt: number | null;
  readonly provedAt: number | null;
}

export interface RungReading {
  readonly tone: RungTone;
  readonly glyph: GlyphName;
  readonly gate: Cell;
  readonly bake: Cell;
  readonly verdict: Cell;
  readonly rows: readonly RungRow[];
  /** What stands where the ages would, when there are none to count. */
  readonly foot: string | undefined;
  /** In the words of its proof, where traffic stands and where it failed; of others it is read on hovering. */
  readonly reason: string | undefined;
  readonly aloud: string;
}

/** `is` says whether it is done, open, broken or yet to come. */
export interface Cell {
  readonly is: 'done' | 'open' | 'broken' | 'plain';
  readonly text: string;
}

type Fact = NonNullable<RungOnPage['rows'][number]['rung']>;

/** `standing` is the rung at which the lane's traffic stands, if any. */
export function readRung(
  rung: RungOnPage,
  lane: LaneOnPage,
  standing: RungOnPage | undefined,
  page: RunPage,
): RungReading {
  const isHere = rung === standing;
  const facts = rung.rows.flatMap(({ rung: fact }) => (fact === null ? [] : [fact]));
  const isLast = lane.lane === 'prod' && rung === lane.rungs.at(-1);
  const bake = isLast && isHere ? page.bake : null;
  const tone = toneOf(rung, isHere);
  const rows = rung.rows.map((row) => readRow(row, rung, isHere));
  const reading = {
    tone,
    glyph: glyphOf(rung, isHere, bake?.state === 'watching', page.isPaused !== null),
    gate: gateOf(rung.gate),
    bake: bakeOf(rung, facts, bake),
    verdict: verdictOf(rung, facts),
    rows,
    foot: footOf(rung, facts, isHere),
    reason: reasonOf(rung, facts, isHere),
  };
  return { ...reading, aloud: aloudOf(rung, lane, reading, isHere) };
}

/** The last rung of which AWS has said that it holds, unless the run has gone back. */
export function standingRung(lane: LaneOnPage): RungOnPage | undefined {
  return lane.rungs.findLast(
    ({ state, rows }) =>
      state !== 'back' && state !== 'skipped' && rows.some(({ rung }) => rung?.reported != null),
  );
}

/** The rung that a gate or a choice keeps, else the first that has not begun. */
export function nextRung(lane: LaneOnPage): RungOnPage | undefined {
  return (
    lane.rungs.find(({ state }) => state === 'gate open' || state === 'choice open') ??
    lane.rungs.find(({ state }) => state === 'to come')
  );
}

function toneOf({ state }: RungOnPage, isHere: boolean): RungTone {
  switch (state) {
    case 'gate open':
    case 'choice open':
      return 'person';
    case 'failed':
      return 'repair';
    case 'to come':
    case 'skipped':
      return 'todo';
    case 'writing':
    case 'settling':
      return 'here';
    default:
      return isHere ? 'here' : 'past';
  }
}

function glyphOf(
  { state }: RungOnPage,
  isHere: boolean,
  isBaking: boolean,
  isPaused: boolean,
): GlyphName {
  switch (state) {
    case 'gate open':
      return 'person';
    case 'choice open':
      return 'differs';
    case 'writing':
    case 'settling':
      return 'moving';
    case 'failed':
      return 'broke';
    case 'back':
      return 'back';
    case 'to come':
      return 'to come';
    case 'skipped':
      return 'to come';
    default:
      if (!isHere) return 'done';
      if (isPaused) return 'pause';
      return isBaking ? 'clock' : 'here';
  }
}

function gateOf({ state, needed, given }: RungOnPage['gate']): Cell {
  switch (state) {
    case 'none':
      return { is: 'plain', text: 'no gate' };
    case 'to come':
      return { is: 'plain', text: `${needed} needed` };
    case 'open':
      return { is: 'open', text: `${given} of ${needed}` };
    case 'passed':
      return { is: 'done', text: `${Math.max(given, 0)} of ${needed}` };
    case 'skipped':
      return { is: 'plain', text: 'not asked' };
    default:
      return { is: 'broken', text: state };
  }
}

function bakeOf(rung: RungOnPage, facts: readonly Fact[], bake: RunPage['bake']): Cell {
  if (bake?.state === 'watching') {
    return { is: 'open', text: `bake to ${minuteText(bake.untilAt)}` };
  }
  if (bake?.state === 'failed') return { is: 'broken', text: 'bake failed' };
  if (bake?.state === 'passed') return { is: 'done', text: 'baked' };
  if (rung.state === 'settling') return { is: 'open', text: 'settling' };
  const settledMs = Math.max(...facts.map(settleMs), -1);
  return settledMs < 0
    ? { is: 'plain', text: UNKNOWN }
    : { is: 'done', text: shortText(settledMs) };
}

function settleMs({ writtenAt, provedAt }: Fact): number {
  return writtenAt === null || provedAt === null ? -1 : provedAt - writtenAt;
}

function verdictOf({ state }: RungOnPage, facts: readonly Fact[]): Cell {
  const reason = facts.findLast((fact) => fact.reason !== null)?.reason ?? undefined;
  switch (state) {
    case 'writing':
      return { is: 'open', text: 'writing' };
    case 'settling':
      return { is: 'open', text: 'observing' };
    case 'failed':
      return { is: 'broken', text: reason === undefined ? 'failed' : 'not proven' };
    case 'choice open':
      return { is: 'open', text: 'you choose' };
    case 'back':
      return { is: 'plain', text: 'back' };
    case 'proven':
      return { is: 'done', text: proofWords(facts) };
    default:
      return { is: 'plain', text: UNKNOWN };
  }
}

function proofWords(facts: readonly Fact[]): string {
  const kinds = [...new Set(facts.map(({ proof }) => proof ?? 'settled'))];
  return kinds.length === 0 ? 'proven' : kinds.join(', ');
}

function readRow(
  { label, path, rung: fact }: RungOnPage['rows'][number],
  { weight, state }: RungOnPage,
  isHere: boolean,
): RungRow {
  if (fact === null || (fact.reported === null && fact.writtenAt === null)) {
    const isAsked = fact !== null && state === 'writing';
    return {
      label,
      path,
      bar: { kind: 'ghost', percent: weight },
      set: isAsked ? shareOf(fact.set) : UNKNOWN,
      agrees: '',
      reported: isAsked ? '…' : UNKNOWN,
      matches: '',
      observed: UNKNOWN,
      writtenAt: null,
      provedAt: null,
    };
  }
  return {
    label,
    path,
    bar: {
      kind: isHere ? 'live' : 'was',
      percent: fact.observed ?? fact.reported ?? fact.set,
    },
    set: shareOf(fact.set),
    agrees: fact.reported === null ? '' : fact.reported === fact.set ? '=' : '≠',
    reported: fact.reported === null ? '?' : shareOf(fact.reported),
    matches: matchOf(fact),
    observed: shareOf(fact.observed),
    writtenAt: fact.writtenAt,
    provedAt: fact.provedAt,
  };
}

/** Only a proof earns `≈`; what was seen without one may be too thin or may contradict. */
function matchOf({ observed, state, proof }: Fact): RungRow['matches'] {
  if (observed === null) return state === 'proven' ? '?' : '';
  if (state === 'failed') return '≠';
  return state === 'proven' || proof !== null ? '≈' : '?';
}

function reasonOf(
  { state }: RungOnPage,
  facts: readonly Fact[],
  isHere: boolean,
): string | undefined {
  const telling = facts.findLast(({ reason }) => reason !== null);
  if (telling === undefined || state === 'back') return undefined;
  const isTold = isHere || state === 'failed';
  return isTold ? (telling.reason ?? undefined) : undefined;
}

function footOf(
  { state }: RungOnPage,
  facts: readonly Fact[],
  isHere: boolean,
): string | undefined {
  if (state === 'gate open') return 'nothing written yet';
  if (state === 'skipped') return 'nothing written';
  const provedMs = Math.max(...facts.map(settleMs), -1);
  if (provedMs >= 0 && !isHere) return `proved in ${durationText(provedMs)}`;
  return undefined;
}

function aloudOf(
  { weight, state, rung }: RungOnPage,
  { lane }: LaneOnPage,
  { gate, bake, verdict, rows }: Pick<RungReading, 'gate' | 'bake' | 'verdict' | 'rows'>,
  isHere: boolean,
): string {
  const numbers = rows.map(({ label, set, reported, observed }) => {
    const rule = label === lane || rows.length === 1 ? '' : `${label}: `;
    return set === UNKNOWN
      ? `${rule}nothing written`
      : `${rule}set ${set}, AWS says ${reported === '?' || reported === '…' ? 'not known' : reported}, observed ${observed === UNKNOWN ? 'nothing' : observed}`;
  });
  return [
    rung.startsWith(lane) ? `${lane} ${weight} percent` : rung,
    ...(isHere ? ['traffic stands here'] : []),
    ...(rows.length > 1 ? [count(rows.length, 'rule')] : []),
    ...numbers,
    `gate ${gate.text}`,
    ...(bake.text === UNKNOWN ? [] : [`bake ${bake.text}`]),
    ...(verdict.text === UNKNOWN ? [] : [verdict.text]),
    ...(state === 'proven' ? ['passed'] : [state]),
  ].join(', ');
}
