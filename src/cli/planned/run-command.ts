// The command that starts what a plan shows: the same words after another name.

/** `argv` as of the process: node, the program, `plan` and its arguments. */
export function runCommandOf(argv: readonly string[]): string {
  const words = argv.slice(3).filter((word) => word !== '--json' && word !== '--values');
  return ['penstock run', ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
