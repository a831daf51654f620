// Cron expressions of five numeric fields, in UTC.
import { expect, test } from 'vitest';
import { isDueAt, parseCron } from './cron.ts';

/** The times between the 5th of January 2026, a Monday, and the 12th at which it is due. */
function week(text: string): string[] {
  const cron = parseCron(text);
  const due: string[] = [];
  for (let at = Date.UTC(2026, 0, 5); at < Date.UTC(2026, 0, 12); at += 60_000) {
    if (cron !== undefined && isDueAt(cron, at)) due.push(new Date(at).toISOString().slice(8, 16));
  }
  return due;
}

test.each([
  ['30 16 * * 1-2', ['05T16:30', '06T16:30']],
  ['0 */12 6 1 *', ['06T00:00', '06T12:00']],
  ['0 0 * * 0', ['11T00:00']],
  ['0 0 * * 7', ['11T00:00']],
  ['0 0 7 * 5', ['07T00:00', '09T00:00']],
  ['5,10 3 8 * *', ['08T03:05', '08T03:10']],
  ['0 8/6 5 * *', ['05T08:00', '05T14:00', '05T20:00']],
  ['0 0 * 2 *', []],
])('%s is due %j', (text, due) => {
  expect(week(text)).toEqual(due);
});

test.each([
  '',
  '* * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '5-1 * * * *',
  '*/0 * * * *',
  '@daily',
  '0 0 * * MON',
])('%j is none', (text) => {
  expect(parseCron(text)).toBeUndefined();
});
