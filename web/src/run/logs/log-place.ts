// A place in a log as an address names it: the step, its attempt, and the line.
export interface LogPlace {
  readonly step: string;
  readonly attempt: number;
  readonly line: number | null;
}

/** `#log:2:17:shop/steps/Check`: attempt, line and the step's path; no line is 0. */
export function hashOf({ step, attempt, line }: LogPlace): string {
  return `#log:${attempt}:${line ?? 0}:${encodeURI(step)}`;
}

export function logPlaceIn(hash: string): LogPlace | undefined {
  const found = /^#log:(\d{1,6}):(\d{1,9}):(.+)$/.exec(hash);
  if (found === null) return undefined;
  const [, attempt, line, step = ''] = found;
  return { step: decoded(step), attempt: Number(attempt), line: Number(line) || null };
}

function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
