// The command that starts what a plan shows: the same words after another name.
import type { Binding } from '../../pipeline/pipeline.ts';

/** `argv` as of the process: node, the program, `plan` and its arguments. */
export function runCommandOf(argv: readonly string[]): string {
  const words = argv.slice(3).filter((word) => word !== '--json' && word !== '--values');
  return ['penstock run', ...words.map(quoted)].join(' ');
}

/** With what a person has answered meanwhile; a secret is asked for again. */
export function withAnswers(command: string, answers: readonly Binding[]): string {
  const given = answers.filter(({ path }) => !path.startsWith('secrets.'));
  const options = given.map(({ by, path, value }) => ` --${by} ${quoted(`${path}=${value}`)}`);
  return `${command}${options.join('')}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
