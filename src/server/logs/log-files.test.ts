// Tests of log files by line number: whole lines, pieces, searches, and places that are found again.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStepLogs } from '../../app/step-logs.ts';
import { type LinesRead, listLogFiles, readLogLines } from './log-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-logs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(wanted: Partial<Parameters<typeof readLogLines>[1]> = {}, isWhole = true): LinesRead {
  const [log] = listLogFiles(folder, '1');
  if (log === undefined) throw new Error('there is no log');
  return readLogLines(log, { from: 1, limit: 1_000, ...wanted }, isWhole);
}

function write(text: string): void {
  mkdirSync(join(folder, '1'), { recursive: true });
  appendFileSync(join(folder, '1', 'Build.1.log'), text);
}

test('the logs of a run are listed by step and attempt; a run without any has none', () => {
  const logs = createStepLogs(folder);
  logs.write('1', 'shop/steps/Rungs[0]/Approve', 1, 'open');
  logs.write('1', 'shop/steps/Rungs[0]/Approve', 12, 'open again');
  expect(
    listLogFiles(folder, '1').map(({ step, attempt, bytes }) => [step, attempt, bytes]),
  ).toEqual([
    ['shop/steps/Rungs[0]/Approve', 1, 5],
    ['shop/steps/Rungs[0]/Approve', 12, 11],
  ]);
  expect(listLogFiles(folder, '2')).toEqual([]);
});

test('lines are read in pieces, and the next piece begins where the last one ended', () => {
  write('one\ntwo\nthree\n');
  const first = read({ limit: 2 });
  expect(first).toEqual({
    lines: [
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
    ],
    next: 3,
  });
  expect(read({ from: 3 })).toEqual({ lines: [{ number: 3, text: 'three' }], next: null });
});

test('a line without an end is shown, and not followed until it has one', () => {
  write('one\ntw');
  expect(read().lines.map(({ text }) => text)).toEqual(['one', 'tw']);
  expect(read({}, false).lines.map(({ text }) => text)).toEqual(['one']);
  write('o\n');
  expect(read({ from: 2 }, false).lines).toEqual([{ number: 2, text: 'two' }]);
});

test('a search gives the lines that contain the text, whatever its case, with their numbers', () => {
  write('Pushing\nerror: no\npushed\nERROR: again\n');
  expect(read({ search: 'error', limit: 1 })).toEqual({
    lines: [{ number: 2, text: 'error: no' }],
    next: 4,
  });
});

test('lines far into a long log are the same when they are read again from a place that is known', () => {
  const text = Array.from({ length: 50_000 }, (_, index) => `line ${index + 1} é`).join('\n');
  mkdirSync(join(folder, '1'));
  writeFileSync(join(folder, '1', 'Build.1.log'), `${text}\n`);
  for (let round = 0; round < 2; round++) {
    expect(read({ from: 49_999 })).toEqual({
      lines: [
        { number: 49_999, text: 'line 49999 é' },
        { number: 50_000, text: 'line 50000 é' },
      ],
      next: null,
    });
  }
});

test('of a very long line only the beginning is given', () => {
  write(`${'x'.repeat(1_000_000)}\nshort\n`);
  const { lines } = read();
  expect(lines[0]?.text).toMatch(/^x{16384} … \(1000000 bytes\)$/);
  expect(lines[1]).toEqual({ number: 2, text: 'short' });
});
