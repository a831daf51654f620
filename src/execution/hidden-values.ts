// The secrets of one attempt, and how texts for people and for the journal are kept free of them.
import { isJsonObject, type Json } from '../lib/json.ts';
import { secretForms } from './secret-forms.ts';

export interface HiddenValues {
  /** Answers how many of the values are too short to be told from ordinary text, and are not hidden. */
  add(values: readonly string[]): number;
  /**
   * The text with asterisks in place of every value in any form. A value that is cut in two by the
   * end of a line or of a piece of output is masked on both sides.
   */
  mask(text: string): string;
  /** The same for every text in it. */
  maskJson<Value extends Json>(json: Value): Value;
  /** Whether the text holds a whole value in some form. */
  isIn(text: string): boolean;
}

const MASK = '**************';
const SHORTEST_VALUE = 3;
/** Parts of shorter forms are parts of ordinary words. */
const SHORTEST_PART = 4;

export function createHiddenValues(): HiddenValues {
  let forms: readonly string[] = [];
  const mask = (text: string): string => {
    const shown = forms.reduce((rest, form) => rest.replaceAll(form, MASK), text);
    return forms.reduce(maskParts, shown);
  };
  const maskJson = (json: Json): Json => {
    if (typeof json === 'string') return mask(json);
    if (Array.isArray(json)) return json.map(maskJson);
    if (!isJsonObject(json)) return json;
    const members = Object.entries(json as { readonly [key: string]: Json });
    return Object.fromEntries(members.map(([key, value]) => [key, maskJson(value)]));
  };
  return {
    add: (values) => {
      const long = values.filter((value) => value.length >= SHORTEST_VALUE);
      const all = new Set([...forms, ...long.flatMap(secretForms)]);
      forms = [...all].sort((one, other) => other.length - one.length);
      return values.length - long.length;
    },
    mask,
    maskJson: <Value extends Json>(json: Value) => maskJson(json) as Value,
    isIn: (text) => forms.some((form) => text.includes(form)),
  };
}

/** So that of a value cut in two less than a quarter is seen: so much at an edge of the text is masked. */
function maskParts(text: string, form: string): string {
  const shortest = Math.max(SHORTEST_PART, Math.ceil(form.length / 4));
  const line = text.trim();
  if (line.length >= SHORTEST_PART * 2 && form.includes(line)) return text.replace(line, MASK);
  const head = partLength(form, shortest, (length) => text.endsWith(form.slice(0, length)));
  const cut = head === 0 ? text : text.slice(0, text.length - head) + MASK;
  const tail = partLength(form, shortest, (length) => cut.startsWith(form.slice(-length)));
  return tail === 0 ? cut : MASK + cut.slice(tail);
}

function partLength(form: string, shortest: number, isPart: (length: number) => boolean): number {
  for (let length = form.length - 1; length >= shortest; length--) {
    if (isPart(length)) return length;
  }
  return 0;
}
