// Cron expressions of five numeric fields in UTC, as Spot's scheduled tasks have them.

type Field = ReadonlySet<number>;

const BOUNDS: readonly (readonly [least: number, most: number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

export interface Cron {
  readonly fields: readonly Field[];
  readonly isAnyDay: boolean;
  readonly isAnyWeekday: boolean;
}

/** Undefined when it is none. */
export function parseCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== BOUNDS.length) return undefined;
  const fields = parts.map((part, index) => parseField(part, BOUNDS[index] ?? [0, 0]));
  const known = fields.filter((field) => field !== undefined);
  if (known.length !== fields.length) return undefined;
  return { fields: known, isAnyDay: isAny(parts[2]), isAnyWeekday: isAny(parts[4]) };
}

/** Whether it is due in the minute. Where days and weekdays are both bound, either is enough. */
export function isDueAt(cron: Cron, at: number): boolean {
  const date = new Date(at);
  const [minutes, hours, days, months, weekdays] = cron.fields;
  const weekday = date.getUTCDay();
  const isDay = days?.has(date.getUTCDate()) ?? false;
  const isWeekday = (weekdays?.has(weekday) || (weekday === 0 && weekdays?.has(7))) ?? false;
  const isEither = !cron.isAnyDay && !cron.isAnyWeekday;
  return (
    (minutes?.has(date.getUTCMinutes()) ?? false) &&
    (hours?.has(date.getUTCHours()) ?? false) &&
    (months?.has(date.getUTCMonth() + 1) ?? false) &&
    (isEither ? isDay || isWeekday : isDay && isWeekday)
  );
}

function isAny(part: string | undefined): boolean {
  return part?.startsWith('*') ?? false;
}

function parseField(text: string, [least, most]: readonly [number, number]): Field | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, all, from, to, step] = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    const first = all === undefined ? Number(from ?? Number.NaN) : least;
    const last = all === undefined && step === undefined ? Number(to ?? from) : Number(to ?? most);
    const by = Number(step ?? 1);
    if (!(first >= least && last <= most && first <= last && by >= 1)) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}
