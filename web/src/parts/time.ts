// Times as people read them: UTC clocks, dates, durations and ages.

/** `02:59:48`, of UTC. */
export function clockText(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** `02:59`, of UTC: for sources that know only the minute. */
export function minuteText(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** `2026-03-04`, of UTC. */
function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The clock, with the date when it is another day. */
export function momentText(at: number, now: number): string {
  const date = dateText(at);
  return date === dateText(now) ? clockText(at) : `${date} ${minuteText(at)}`;
}

/** `0.4 s`, `12 s`, `8 min 17 s`, `1 h 41 min`, `4 d 1 h`. */
export function durationText(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 10_000 && ms % 1_000 !== 0 && ms < 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return withRest(hours, 'h', minutes % 60, 'min');
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function withRest(number: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${number} ${unit}` : `${number} ${unit} ${rest} ${restUnit}`;
}

/** Only the largest unit: `9 s ago`; never `just now`. */
export function ageText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  if (seconds < 100) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}
