// One lane of the ladder: its rungs top to bottom, each rule with set, AWS says, observed, gate and proof.
import { formatDuration } from '../../lib/duration.ts';
import type { Rung } from '../../traffic/facts.ts';
import type { LaneView, RowView, RungState, RungView, RunView } from '../../view/run-view.ts';
import { percent } from '../../view/sentence.ts';
import { emptyBar, splitBar } from './bar.ts';
import { type Paint, padEnd, padStart } from './paint.ts';

const BAR = 20;
const BAR_MINIMUM = 4;
/** Narrower than this, the bars give way first. */
const COLUMNS_WANTED = 100;
const LABEL = 9;
/** Mark, weight and the gap after them. */
const MARK_COLUMNS = 9;

const MARK: Readonly<Record<RungState, string>> = {
  'to come': '○',
  'gate open': '▶',
  'choice open': '?',
  writing: '◌',
  settling: '◌',
  proven: '✓',
  failed: '✗',
  skipped: '–',
  back: '↩',
};

export function drawLane(
  lane: LaneView,
  view: RunView,
  paint: Paint,
  columns: number,
): readonly string[] {
  const bar = Math.max(BAR_MINIMUM, BAR - Math.max(0, COLUMNS_WANTED - columns));
  const where = lane.stage === undefined ? '' : ` ${lane.stage}`;
  const title = `${lane.lane === 'prod' ? 'Prod lane' : 'Stage lane'}${where}`;
  const count = `${lane.rules.length} rule${lane.rules.length === 1 ? '' : 's'}`;
  const heads = `${padStart('set', 5)}${padStart('AWS says', 10)}${padStart('observed', 10)}`;
  const head =
    padEnd(`${paint.strong(title)}  ${paint.faint(count)}`, MARK_COLUMNS + LABEL + bar + 2) +
    paint.faint(`${heads}   ${padEnd('gate', 10)}  proof`);
  const before =
    lane.beforeAt === undefined
      ? 'before image comes first'
      : `before image${lane.rules.length === 1 ? '' : 's'} journalled ${clockTime(lane.beforeAt - view.startedAt)}`;
  return [
    head,
    paint.faint(`┬   0 %  ${before}`),
    ...lane.rungs.flatMap((rung) => drawRung(rung, view, paint, bar)),
  ];
}

function drawRung(rung: RungView, view: RunView, paint: Paint, bar: number): readonly string[] {
  const tone =
    rung.state === 'gate open' || rung.state === 'choice open'
      ? paint.amber
      : rung.state === 'failed'
        ? paint.red
        : same;
  return rung.rows.map((row, index) => {
    const first = index === 0;
    const mark = first ? tone(`${MARK[rung.state]} ${padStart(`${rung.weight} %`, 5)}`) : '       ';
    const gate = first ? drawGate(rung, paint) : '';
    return `${mark}  ${padEnd(row.label, LABEL)}${drawNumbers(rung, row, paint, bar)}   ${padEnd(gate, 10)}  ${drawProof(rung, row, view, paint)}`.trimEnd();
  });
}

function drawNumbers(rung: RungView, row: RowView, paint: Paint, columns: number): string {
  const fact = row.rung;
  if (fact === undefined || fact.writtenAt === null) {
    const dash = paint.faint(padStart('–', 5));
    return `${emptyBar(columns, paint)}  ${dash}     ${dash}     ${dash}`;
  }
  const seen = fact.observed ?? fact.reported ?? fact.set;
  const agrees =
    fact.reported === null ? ' ' : Math.abs(fact.reported - fact.set) < 0.05 ? '=' : '≠';
  const near = fact.observed === null ? ' ' : rung.state === 'failed' ? '≠' : '≈';
  const bar = rung.state === 'back' ? splitBar(0, columns, paint) : splitBar(seen, columns, paint);
  const reported = fact.reported === null ? '?' : percent(fact.reported);
  const observed = fact.observed === null ? '–' : percent(fact.observed);
  return `${bar}  ${padStart(percent(fact.set), 5)}  ${agrees}  ${padStart(reported, 5)}  ${near}  ${padStart(observed, 5)}`;
}

function drawGate(rung: RungView, paint: Paint): string {
  const { needed, given, state } = rung.gate;
  switch (state) {
    case 'none':
      return paint.faint('–');
    case 'to come':
      return paint.faint(`${needed} needed`);
    case 'open':
      return paint.amber(`${given} of ${needed}`);
    case 'passed':
      return `✓ ${given} of ${needed}`;
    case 'rejected':
    case 'expired':
      return paint.red(`✗ ${state}`);
    case 'skipped':
      return paint.faint('–');
  }
}

function drawProof(rung: RungView, row: RowView, view: RunView, paint: Paint): string {
  const fact = row.rung;
  if (rung.state === 'choice open') return paint.amber('asks you');
  if (fact === undefined || rung.state === 'gate open' || rung.state === 'to come') return '';
  if (rung.state === 'back') return paint.faint('taken back');
  if (fact.state === 'failed') return paint.red('not proven');
  if (fact.state === 'writing') return 'writing';
  if (fact.state === 'settling')
    return `settling ${formatDuration(view.now - (fact.writtenAt ?? view.now))}`;
  return proven(fact, paint);
}

function proven(fact: Rung, paint: Paint): string {
  const after =
    fact.provedAt === null || fact.writtenAt === null
      ? ''
      : paint.faint(` in ${formatDuration(fact.provedAt - fact.writtenAt)}`);
  return `${fact.proof ?? 'settled'}${after}`;
}

/** Minutes and seconds since the start: `03:07`, or `1:03:07`. */
export function clockTime(sinceStartMs: number): string {
  const seconds = Math.max(0, Math.floor(sinceStartMs / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

function same(text: string): string {
  return text;
}
