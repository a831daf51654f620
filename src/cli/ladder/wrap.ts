// Breaking a text into lines that fit, at words, the later ones indented; spaces in a line stay as they are.
import { width } from './paint.ts';

export function wrap(text: string, columns: number, indent: number): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (line.trim() !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    } else {
      line = `${line} ${word}`;
    }
  }
  return [...lines, line];
}
