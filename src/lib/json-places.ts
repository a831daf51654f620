// Where the texts of a JSON document stand in it, and which of its keys stand twice: a parser drops both.

export interface JsonPlaces {
  /** By the keys and indices that lead to a text, joined by dots: the offset of its first character. */
  readonly texts: ReadonlyMap<string, number>;
  /** The offset of each key that its object has already. */
  readonly duplicates: readonly { readonly path: string; readonly offset: number }[];
}

/** `text` must be JSON. */
export function placesIn(text: string): JsonPlaces {
  const texts = new Map<string, number>();
  const duplicates: JsonPlaces['duplicates'][number][] = [];
  const open: Level[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const level = open.at(-1);
    if (token === '{' || token === '[') {
      const isObject = token === '{';
      open.push({ isObject, path: pathOf(level), keys: new Set(), key: isObject ? undefined : 0 });
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',') {
      if (level !== undefined) level.key = level.isObject ? undefined : Number(level.key) + 1;
    } else if (level?.isObject === true && level.key === undefined) {
      const key = String(JSON.parse(token));
      level.key = key;
      if (level.keys.has(key)) duplicates.push({ path: pathOf(level), offset: index });
      level.keys.add(key);
    } else texts.set(pathOf(level), index + 1);
  }
  return { texts, duplicates };
}

interface Level {
  readonly isObject: boolean;
  readonly path: string;
  readonly keys: Set<string>;
  /** Undefined in an object whose next text is a key. */
  key: string | number | undefined;
}

/** Numbers, words, colons and blanks say nothing of places. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

function pathOf(level: Level | undefined): string {
  if (level === undefined) return '';
  return level.path === '' ? String(level.key) : `${level.path}.${level.key}`;
}
