// A bug on a switch: one place of one source file that is replaced as the file is loaded, while the file itself stays as it is.

export interface Plant {
  /** Short, in lower case, unique. */
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly snippet: string;
  readonly replacement: string;
  /** The rule that no longer holds, in one sentence. */
  readonly broken: string;
  readonly found: Found;
}

/** What finds it, and with which seed, from 1 on; a case of the rollback matrix and a story found before have their number there. */
export interface Found {
  readonly by: Finder;
  readonly seed: number;
}

export type Finder =
  | 'engine simulation'
  | 'switch simulation'
  | 'found stories'
  | 'rollback matrix';

export function planted(source: string, { name, file, snippet, replacement }: Plant): string {
  const parts = source.split(snippet);
  if (parts.length === 2) return parts.join(replacement);
  throw new Error(
    `the bug "${name}" has its place ${parts.length - 1} times in ${file}, not once: write its snippet anew`,
  );
}
