// One diagnostic as plain text, in the form that editors and terminals turn into a link.
import type { Diagnostic, Position } from './diagnostic.ts';

const MAXIMUM_LINE = 160;

/** `file:line:column: error [code] message`, then the author's line with the place marked, then the hint. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, position } = diagnostic;
  const place =
    position === undefined ? '' : `${position.file}:${position.line}:${position.column}: `;
  const advice = hint === '' ? '' : `\n  ${hint}`;
  const uses = usesOf(position)
    .map(({ file, line }) => `\n  used at ${file}:${line}`)
    .join('');
  return `${place}${severity} [${code}] ${message}${excerpt(diagnostic)}${uses}${advice}`;
}

/** Templates may be used in templates: the innermost use comes first. */
function usesOf(position: Position | undefined): readonly Position[] {
  const use = position?.usedAt;
  return use === undefined ? [] : [use, ...usesOf(use)];
}

function excerpt({ position, line }: Diagnostic): string {
  if (position === undefined || line === undefined || line.trim() === '') return '';
  if (line.length > MAXIMUM_LINE || position.column > line.length) return '';
  const before = line.slice(0, position.column - 1);
  const [marked = ' '] =
    /^(?:"[^"]*"|'[^']*'|<\+.*>|[^\s:,\]}]+)/.exec(line.slice(before.length)) ?? [];
  const number = String(position.line);
  const margin = ' '.repeat(number.length);
  // A tab is as wide in both lines.
  const indent = before.replace(/[^\t]/g, ' ');
  return `\n  ${number} | ${line}\n  ${margin} | ${indent}${'^'.repeat(marked.length)}`;
}
