// One diagnostic as plain text, in the form that editors and terminals turn into a link.
import type { Diagnostic } from './diagnostic.ts';

/** `file:line:column: error [code] message`, then the hint on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, position } = diagnostic;
  const place =
    position === undefined ? '' : `${position.file}:${position.line}:${position.column}: `;
  const advice = hint === '' ? '' : `\n  ${hint}`;
  return `${place}${severity} [${code}] ${message}${advice}`;
}
