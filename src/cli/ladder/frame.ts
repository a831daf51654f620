// The ladder as a screen of text: sentence, traffic bar, lanes, journal, what is waited for, keys.
import { formatDuration } from '../../lib/duration.ts';
import type { JournalLine } from '../../view/journal-line.ts';
import type { RunView } from '../../view/run-view.ts';
import { percent, sentence, whyWaiting } from '../../view/sentence.ts';
import { splitBar } from './bar.ts';
import { drawGateCard } from './gate-card.ts';
import { clockTime, drawLane } from './lane.ts';
import { type Paint, padEnd, padStart, width } from './paint.ts';

export const COLUMNS = 100;

export interface Frame {
  readonly title: string;
  readonly view: RunView;
  readonly lines: readonly JournalLine[];
  /** More facts in the footer, such as the counts of a client. */
  readonly footer: readonly string[];
  /** Keys that work now, `a` → `approve prod-50`. */
  readonly keys: readonly { readonly key: string; readonly does: string }[];
}

export function drawFrame(frame: Frame, paint: Paint): readonly string[] {
  const { view } = frame;
  const right = `${view.world === 'twin' ? 'rehearsal on the twin' : 'on AWS'}  ${clockTime(view.now - view.startedAt)}`;
  const left = `${paint.strong('penstock')}  ${frame.title}`;
  const rule = paint.faint('─'.repeat(COLUMNS));
  return [
    left + padStart(paint.faint(right), COLUMNS - width(left)),
    '',
    headline(view, paint),
    '',
    ...drawTraffic(view, paint),
    ...view.lanes.flatMap((lane) => [...drawLane(lane, view, paint), '']),
    rule,
    ...frame.lines.slice(-5).map((line) => drawLine(line, view, paint)),
    rule,
    ...frame.footer,
    ...view.gates.flatMap((gate) => drawGateCard(gate, view, paint)),
    ...drawWaiting(view, paint),
    ...drawKeys(frame, paint),
  ];
}

export function drawLine(
  line: JournalLine,
  view: Pick<RunView, 'startedAt'>,
  paint: Paint,
): string {
  const time = paint.faint(clockTime(line.at - view.startedAt));
  const text = line.kind === 'failed' ? paint.red(line.text) : line.text;
  return clip(`${time} ${padEnd(line.kind, 8)} ${text}`, COLUMNS);
}

function headline(view: RunView, paint: Paint): string {
  const text = sentence(view);
  if (view.end === 'Success') return paint.strong(`✓ ${text}`);
  if (view.end === 'RolledBack') return paint.strong(`↩ ${text}`);
  if (view.end === 'Dirty') return paint.red(paint.strong(`! ${text}`));
  return paint.strong(text);
}

function drawTraffic(view: RunView, paint: Paint): readonly string[] {
  const share = view.greenShare;
  if (share === undefined) return [];
  const seen = share.observed === undefined ? '' : `  ${percent(share.observed)} % observed`;
  const green = `${paint.green('◆ green')}  ${paint.strong(`${percent(share.percent)} %`)}${paint.faint(seen)}`;
  const blue = `${paint.strong(`${percent(100 - share.percent)} %`)}  ${paint.blue('blue ■')}`;
  return [
    green + padStart(blue, COLUMNS - width(green)),
    splitBar(share.percent, COLUMNS, paint),
    '',
  ];
}

function drawWaiting(view: RunView, paint: Paint): readonly string[] {
  const why = whyWaiting(view);
  if (why !== undefined) return ['', ...wrap(`${paint.amber('Why waiting')}  ${why}`)];
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

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > COLUMNS) {
      lines.push(line);
      line = `             ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  return `${text.slice(0, text.length - (width(text) - columns) - 1)}…`;
}
