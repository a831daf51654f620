// Numbers as people read them: shares, counts and plurals.

/** Without a sign; one decimal unless it is whole. */
export function percentText(percent: number): string {
  const rounded = Math.round(percent * 10) / 10;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1);
}

/** `1 rule`, `3 rules`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numberText(number)} ${number === 1 ? one : many}`;
}

export function numberText(number: number): string {
  return number.toLocaleString('en-US');
}

const SMALL = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** A number that begins a sentence. */
export function countAtStart(number: number, one: string, many = `${one}s`): string {
  return `${SMALL[number] ?? numberText(number)} ${number === 1 ? one : many}`;
}
