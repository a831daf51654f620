// Colours of the terminal, by meaning; without colour nothing is lost, since every mark also has its own glyph or word.
import { styleText } from 'node:util';

export interface Paint {
  green(text: string): string;
  blue(text: string): string;
  amber(text: string): string;
  red(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export const PLAIN: Paint = {
  green: (text) => text,
  blue: (text) => text,
  amber: (text) => text,
  red: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
};

const COLOURED: Paint = {
  green: (text) => `\u001b[38;5;115m${text}\u001b[39m`,
  blue: (text) => `\u001b[38;5;69m${text}\u001b[39m`,
  amber: (text) => `\u001b[38;5;221m${text}\u001b[39m`,
  red: (text) => `\u001b[38;5;210m${text}\u001b[39m`,
  strong: (text) => styleText('bold', text, { validateStream: false }),
  faint: (text) => `\u001b[38;5;245m${text}\u001b[39m`,
};

/** Colour only on a terminal, and never when NO_COLOR is set or TERM is dumb. */
export function choosePaint(isTerminal: boolean, environment: NodeJS.ProcessEnv): Paint {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isTerminal && !refused ? COLOURED : PLAIN;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
const ESCAPE = /\u001b\[[0-9;]*m/g;

/** How many columns a painted text takes. */
export function width(text: string): number {
  return text.replace(ESCAPE, '').length;
}

/** As much of a painted text as fits, with an ellipsis where something is missing. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const marks = text.match(ESCAPE) ?? [];
  let left = Math.max(0, columns - 1);
  const kept = text.split(ESCAPE).map((plain, index) => {
    const part = plain.slice(0, left);
    left -= part.length;
    const mark = marks[index] ?? '';
    return part.length < plain.length ? `${part}…${mark}` : part + mark;
  });
  const end = kept.findIndex((part) => part.includes('…'));
  return kept.slice(0, end + 1).join('') + marks.slice(end + 1).join('');
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}
