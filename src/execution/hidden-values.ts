// The secrets of one attempt, and how texts for people and for the journal are kept free of them.

export interface HiddenValues {
  add(values: readonly string[]): void;
  /** The text with asterisks in place of every value. */
  mask(text: string): string;
}

export function createHiddenValues(): HiddenValues {
  let hidden: readonly string[] = [];
  return {
    add: (values) => {
      const all = new Set([...hidden, ...values.flatMap(partsOf)]);
      hidden = [...all].sort((one, other) => other.length - one.length);
    },
    mask: (text) => hidden.reduce((shown, value) => shown.replaceAll(value, MASK), text),
  };
}

const MASK = '**************';
/** A shorter line, such as a bracket, tells nothing and stands in every other text. */
const SHORTEST_LINE = 4;

/** A secret of several lines comes into logs line by line. */
function partsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  if (lines.length === 1) return [value];
  return [value, ...lines.filter((line) => line.length >= SHORTEST_LINE)];
}
