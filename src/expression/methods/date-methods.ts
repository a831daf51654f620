// The methods of dates and times, which are texts as Java's LocalDate and LocalDateTime write them.
import { counted, type MethodResult, type TextMethod, wholeNumber } from './method.ts';

type Change = (date: Date, amount: number) => void;

/** Months and years keep the day where the month has it, else take its last one. */
const CHANGES: readonly (readonly [string, Change])[] = [
  ['Years', (date, amount) => addMonths(date, amount * 12)],
  ['Months', addMonths],
  ['Weeks', (date, amount) => date.setUTCDate(date.getUTCDate() + amount * 7)],
  ['Days', (date, amount) => date.setUTCDate(date.getUTCDate() + amount)],
  ['Hours', (date, amount) => date.setUTCHours(date.getUTCHours() + amount)],
  ['Minutes', (date, amount) => date.setUTCMinutes(date.getUTCMinutes() + amount)],
  ['Seconds', (date, amount) => date.setUTCSeconds(date.getUTCSeconds() + amount)],
];

const PARTS: readonly (readonly [string, (date: Date) => number])[] = [
  ['getYear', (date) => date.getUTCFullYear()],
  ['getMonthValue', (date) => date.getUTCMonth() + 1],
  ['getDayOfMonth', (date) => date.getUTCDate()],
  ['getHour', (date) => date.getUTCHours()],
  ['getMinute', (date) => date.getUTCMinutes()],
  ['getSecond', (date) => date.getUTCSeconds()],
];

export const DATE_METHODS: readonly (readonly [string, TextMethod])[] = [
  ...CHANGES.flatMap(([unit, change]) => [
    moved(`plus${unit}`, (date, amount) => change(date, amount)),
    moved(`minus${unit}`, (date, amount) => change(date, -amount)),
  ]),
  ...PARTS.map(([name, part]) => partOf(name, part)),
];

function moved(name: string, change: Change): readonly [string, TextMethod] {
  return [
    name,
    (text, args) => {
      const amount = wholeNumber(args[0]);
      if (args.length !== 1 || amount === undefined) {
        return { message: `${name} takes a whole number` };
      }
      return withDate(name, text, (date) => {
        change(date, amount);
        if (Number.isNaN(date.getTime())) return { message: `${name} leaves the calendar` };
        const shown = date.toISOString().slice(0, -1);
        return { value: text.includes('T') ? shown : shown.slice(0, 10) };
      });
    },
  ];
}

function partOf(name: string, part: (date: Date) => number): readonly [string, TextMethod] {
  return [
    name,
    (text, args) =>
      args.length > 0
        ? { message: `${name} takes ${counted(0, 0)}` }
        : withDate(name, text, (date) => ({ value: part(date) })),
  ];
}

function withDate(name: string, text: string, compute: (date: Date) => MethodResult): MethodResult {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?$/.test(text);
  const date = new Date(
    isDate ? `${text.includes('T') ? text.slice(0, 23) : `${text}T00:00`}Z` : '',
  );
  return Number.isNaN(date.getTime())
    ? { message: `${name} is a method of dates such as "2024-02-29", not of other texts` }
    : compute(date);
}

function addMonths(date: Date, amount: number): void {
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
}
