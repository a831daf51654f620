// Where a person wrote a text: in which file, line and column, or in which option of the command line.
import type { Position } from '../pipeline/diagnostic.ts';
import type { Binding, SourceFile } from '../pipeline/pipeline.ts';

/** `file:line:column`, `--set PATH`, or undefined when it is written nowhere as it stands. */
export function placeOf(
  text: string,
  files: readonly SourceFile[],
  bindings: readonly Binding[],
): string | undefined {
  const binding = bindings.find((each) => each.value.includes(text));
  if (binding !== undefined) return `--${binding.by} ${binding.path}`;
  for (const file of files) {
    const at = file.text.indexOf(text);
    if (at < 0) continue;
    const before = file.text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return placeText({ file: file.path, line: before.length, column });
  }
  return undefined;
}

export function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
