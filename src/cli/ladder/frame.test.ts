// Tests of the ladder as text: fixed columns, nothing told by colour alone.
import { expect, test } from 'vitest';
import {
  approvePath,
  begun,
  finished,
  gateOpened,
  ladderPlan,
  rungFact,
  shiftPath,
  started,
  timed,
} from '../../../tests/view-fixture.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { splitBar } from './bar.ts';
import { COLUMNS } from './columns.ts';
import { drawFrame } from './frame.ts';
import { choosePaint, clip, PLAIN, width } from './paint.ts';

const events = timed(
  started,
  begun(approvePath(0)),
  gateOpened(approvePath(0)),
  finished(approvePath(0), 'Success'),
  begun(shiftPath(0)),
  rungFact(shiftPath(0), {}),
  finished(shiftPath(0), 'Success'),
  begun(approvePath(1)),
  gateOpened(approvePath(1)),
);
const frame = {
  title: 'examples/shop  run 1',
  columns: COLUMNS,
  view: buildRunView(ladderPlan(), events, 90_000),
  lines: [],
  footer: [],
  keys: [{ key: 'a', does: 'approve prod-100' }],
};

test('a proven rung shows set, AWS says and observed side by side, with its kind of proof', () => {
  const row = drawFrame(frame, PLAIN).find((line) => line.startsWith('✓  50 %'));
  expect(row).toMatch(/50 {2}= {5}50 {2}≈ {3}49\.2.*probe in 1 min 20 s$/);
});

test('a rung that was not written shows dashes, never a guess', () => {
  const row = drawFrame(frame, PLAIN).find((line) => line.startsWith('▶ 100 %'));
  expect(row).toContain('····················      –         –         –   0 of 2');
});

test('no line is wider than the screen it was drawn for, painted or not', () => {
  const painted = drawFrame(frame, choosePaint(true, {}));
  expect(painted.map(width).filter((columns) => columns > COLUMNS)).toEqual([]);
  expect(painted.map(width)).toEqual(drawFrame(frame, PLAIN).map(width));
});

test('the newest notices stand on a line each, and the older ones are counted', () => {
  const notices = ['first', 'second', 'third', 'fourth'];
  const lines = drawFrame({ ...frame, view: { ...frame.view, notices } }, PLAIN);
  const from = lines.indexOf('Notice  second');
  expect(lines.slice(from, from + 4)).toEqual([
    'Notice  second',
    'Notice  third',
    'Notice  fourth',
    '        and 1 before',
  ]);
});

test('NO_COLOR and a pipe take the colours away', () => {
  expect(choosePaint(true, { NO_COLOR: '1' })).toBe(PLAIN);
  expect(choosePaint(false, {})).toBe(PLAIN);
});

test.each([
  [0, '██████████'],
  [1, '▒█████████'],
  [50, '▒▒▒▒▒█████'],
  [99, '▒▒▒▒▒▒▒▒▒█'],
  [100, '▒▒▒▒▒▒▒▒▒▒'],
])('%i percent of green draw %s: a little is never drawn as nothing', (percent, bar) => {
  expect(splitBar(percent, 10, PLAIN)).toBe(bar);
});

test('on eighty columns no line is longer, and the gate and the numbers are still there', () => {
  const narrow = drawFrame({ ...frame, columns: 79 }, choosePaint(true, {}));
  expect(narrow.map(width).filter((columns) => columns > 79)).toEqual([]);
  const row = drawFrame({ ...frame, columns: 79 }, PLAIN).find((line) => line.startsWith('✓'));
  expect(row).toMatch(/50 {2}= {5}50 {2}≈ {3}49\.2.*✓ 0 of 2.*probe/);
});

test('a painted text that is cut keeps its colour to itself', () => {
  const { red } = choosePaint(true, {});
  expect(clip(`a${red('bcd')}e`, 3)).toBe(`a${red('b…')}`);
  expect(clip(red('abc'), 3)).toBe(red('abc'));
});

test('a choice shows what differs and the key of each answer, within the columns', () => {
  const choice = {
    kind: 'choice' as const,
    path: 'p',
    name: 'prod',
    question: 'Somebody else has changed the rule prod. What now?',
    differences: [
      { what: 'the rule prod', left: 'blue 50 / green 50', found: 'blue 90 / green 10' },
    ],
    options: [
      { id: 'restore', label: 'Restore', consequence: 'the rule gets what this run had given it' },
      { id: 'abort', label: 'Go back', consequence: 'the step fails' },
    ],
    openedAt: 0,
    expiresAt: 600_000,
    otherwise: 'the step ends by its time-out',
  };
  const lines = drawFrame(
    { ...frame, columns: 60, view: { ...frame.view, choices: [choice] } },
    PLAIN,
  );
  expect(lines).toContain('  - blue 50 / green 50');
  expect(lines).toContain('  + blue 90 / green 10');
  expect(lines.find((line) => line.startsWith('[2] abort'))).toBe(
    '[2] abort    Go back: the step fails',
  );
  expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(60);
});
