// The values between the commas of an input's suffix.

/** A value with commas stands in quotes, `'a,b'` or, as Harness writes them, `\'a,b\'`. */
export function splitList(list: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at <= list.length; ) {
    const end = endOfValue(list, at);
    values.push(unquoted(list.slice(at, end)));
    at = end + 1;
  }
  return values.length === 1 && values[0] === '' ? [] : values;
}

export function unquoted(value: string): string {
  const trimmed = value.trim();
  QUOTED.lastIndex = 0;
  const quoted = QUOTED.exec(trimmed);
  return quoted !== null && QUOTED.lastIndex === trimmed.length ? (quoted[2] ?? '') : trimmed;
}

const QUOTED = /\\?(["'])(.*?)\\?\1/sy;

/** A comma inside an expression belongs to it. */
function endOfValue(list: string, from: number): number {
  const start = from + (/^\s*/.exec(list.slice(from, from + 80))?.[0].length ?? 0);
  QUOTED.lastIndex = start;
  let at =
    QUOTED.test(list) && /^\s*(?:,|$)/.test(list.slice(QUOTED.lastIndex))
      ? QUOTED.lastIndex
      : start;
  for (let depth = 0; at < list.length; at += 1) {
    if (list.startsWith('<+', at)) depth += 1;
    else if (depth > 0 && list.charAt(at) === '>') depth -= 1;
    else if (depth === 0 && list.charAt(at) === ',') return at;
  }
  return list.length;
}
