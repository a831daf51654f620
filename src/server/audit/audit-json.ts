// What the audit trail keeps of a value: JSON of a bounded size, without what is secret by its name or its look.
const BYTES_MAX = 4_096;
const DEPTH_MAX = 8;
const SECRET_NAME =
  /pass(word|wd|phrase)?$|^present$|secret|token$|authorization|cookie|api[-_]?key/i;
const TOKEN_LOOK = /pst_[A-Za-z0-9_-]{20,}/g;
const NOT_KEPT = '(not kept)';

export function auditJson(value: unknown): string {
  const text = JSON.stringify(cleaned(value, 0) ?? null);
  const bytes = Buffer.from(text);
  if (bytes.length <= BYTES_MAX) return text;
  return JSON.stringify({ tooLong: `${bytes.length} bytes`, beginning: beginning(bytes) });
}

/** Half of it: quotes are doubled by being put into JSON again. */
function beginning(bytes: Buffer): string {
  return bytes.subarray(0, BYTES_MAX / 2 - 100).toString();
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(TOKEN_LOOK, NOT_KEPT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX) return '(deeper)';
  if (Array.isArray(value)) return value.map((each) => cleaned(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      SECRET_NAME.test(key) && typeof each === 'string' ? NOT_KEPT : cleaned(each, depth + 1),
    ]),
  );
}
