// The ladder as a screen of text: sentence, traffic bar, lanes, journal, what is waited for, keys.
import { formatDuration } from '../../lib/duration.ts';
import type { JournalLine } from '../../view/journal-line.ts';
import type { GreenShare, RunView } from '../../view/run-view.ts';
import { percent, sentence, whyWaiting } from '../../view/sentence.ts';
import { splitBar } from './bar.ts';
import { drawChoiceCard } from './choice-card.ts';
import { drawAsked, drawGateCard } from './gate-card.ts';
import { clockTime, drawLane } from './lane.ts';
import { clip, type Paint, padEnd, padStart, width } from './paint.ts';
import { wrap } from './wrap.ts';

export interface Frame {
  readonly title: string;
  /** How many columns it may take, `COLUMNS` at most. */
  readonly columns: number;
  readonly view: RunView;
  readonly lines: readonly JournalLine[];
  /** More facts in the footer, such as the counts of a client. */
  readonly footer: readonly string[];
  /** Keys that work now, `a` → `approve prod-50`. */
  readonly keys: readonly { readonly key: string; readonly does: string }[];
}

export function drawFrame(frame: Frame, paint: Paint): readonly string[] {
  const { view, columns } = frame;
  const right = `${view.world === 'twin' ? 'rehearsal on the twin' : 'on AWS'}  ${clockTime(view.now - view.startedAt)}`;
  const left = `${paint.strong('penstock')}  ${frame.title}`;
  const rule = paint.faint('─'.repeat(columns));
  return [
    left + padStart(paint.faint(right), columns - width(left)),
    '',
    ...headline(view, paint, columns),
    '',
    ...drawTraffic(view, paint, columns),
    ...view.lanes.flatMap((lane) => [...drawLane(lane, view, paint, columns), '']),
    rule,
    ...frame.lines.slice(-5).map((line) => drawLine(line, view, paint)),
    rule,
    ...drawNotices(view, paint),
    ...frame.footer,
    ...view.gates.flatMap((gate) => drawGateCard(gate, view, paint, columns)),
    ...view.choices.flatMap((choice) => drawChoiceCard(choice, paint, columns)),
    ...view.waits.flatMap(({ asks }) => drawAsked(asks, paint)),
    ...drawWaiting(view, paint, columns),
    ...drawKeys(frame, paint),
  ].map((text) => clip(text, columns));
}

export function drawLine(
  line: JournalLine,
  view: Pick<RunView, 'startedAt'>,
  paint: Paint,
): string {
  const time = paint.faint(clockTime(line.at - view.startedAt));
  const text = line.kind === 'failed' ? paint.red(line.text) : line.text;
  return `${time} ${padEnd(line.kind, 8)} ${text}`;
}

const MARK: Partial<Record<NonNullable<RunView['end']>, string>> = {
  Success: '✓ ',
  RolledBack: '↩ ',
  Dirty: '! ',
};

function headline(view: RunView, paint: Paint, columns: number): readonly string[] {
  const mark = view.end === undefined ? '' : (MARK[view.end] ?? '');
  const lines = wrap(`${mark}${sentence(view)}`, columns, mark.length).map(paint.strong);
  return view.end === 'Dirty' ? lines.map(paint.red) : lines;
}

function drawTraffic(view: RunView, paint: Paint, columns: number): readonly string[] {
  if (view.shares.length > 1) {
    return view.shares.flatMap(({ stage, share }) => drawShare(share, paint, columns, stage));
  }
  return view.greenShare === undefined ? [] : drawShare(view.greenShare, paint, columns, '');
}

function drawShare(
  share: GreenShare,
  paint: Paint,
  columns: number,
  stage: string,
): readonly string[] {
  const seen = share.observed === undefined ? '' : `  ${percent(share.observed)} % observed`;
  const green =
    `${paint.green('◆ green')}  ${paint.strong(`${percent(share.percent)} %`)}${paint.faint(seen)}  ${stage}`.trimEnd();
  const blue = `${paint.strong(`${percent(100 - share.percent)} %`)}  ${paint.blue('blue ■')}`;
  return [
    green + padStart(blue, columns - width(green)),
    splitBar(share.percent, columns, paint),
    '',
  ];
}

const MOST_NOTICES = 3;

/** A line each; the journal's line has all of it. */
function drawNotices({ notices }: RunView, paint: Paint): readonly string[] {
  const more = notices.length - MOST_NOTICES;
  return [
    ...notices.slice(-MOST_NOTICES).map((text) => `${paint.amber('Notice')}  ${text}`),
    ...(more > 0 ? [paint.faint(`        and ${more} before`)] : []),
  ];
}

function drawWaiting(view: RunView, paint: Paint, columns: number): readonly string[] {
  const why = whyWaiting(view);
  if (why !== undefined) return ['', ...wrap(`${paint.amber('Why waiting')}  ${why}`, columns, 13)];
  if (view.bake?.state === 'watching' && view.end === undefined) {
    const left = formatDuration(Math.max(0, view.bake.untilAt - view.now));
    return ['', `Baking: green is watched for another ${left}.`];
  }
  return [];
}

function drawKeys(frame: Frame, paint: Paint): readonly string[] {
  if (frame.keys.length === 0) return [];
  return ['', frame.keys.map(({ key, does }) => `${paint.strong(`[${key}]`)} ${does}`).join('   ')];
}
