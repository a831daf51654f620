// Durations as Harness writes them (`1d 2h`, `10m`, `30s`), and as people read them.

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A hundred years: what is longer cannot be meant, and no date could tell its end. */
const LONGEST_MS = 36_500 * 86_400_000;

/** Milliseconds of a duration of units s m h d w, an optional space after each; else undefined. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(\d{1,9}[smhdw] ?)+$/.test(trimmed)) return undefined;
  let totalMs = 0;
  for (const part of trimmed.matchAll(/(\d{1,9})([smhdw])/g)) {
    totalMs += Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? 0);
  }
  return totalMs > 0 && totalMs <= LONGEST_MS ? totalMs : undefined;
}

/** A short text for people: `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`, `4 d 1 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** Only the largest unit, for columns: `850 ms`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function formatAge(durationMs: number): string {
  const ageMs = Math.max(0, durationMs);
  for (const [unit, unitMs] of AGE_UNITS) {
    if (ageMs >= unitMs) return `${Math.floor(ageMs / unitMs)} ${unit}`;
  }
  return `${Math.floor(ageMs)} ms`;
}

const AGE_UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];
