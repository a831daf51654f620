// A diagnostic as the API gives it: what is wrong, what to do, and where.
import type { z } from 'zod';
import type { diagnosticSchema } from '../../api/routes/plans.ts';
import type { Diagnostic } from '../../pipeline/diagnostic.ts';

export type DiagnosticAnswer = z.infer<typeof diagnosticSchema>;

export function diagnosticAnswer(diagnostic: Diagnostic): DiagnosticAnswer {
  const { code, severity, message, hint, position } = diagnostic;
  return {
    code,
    severity,
    message: hint === '' ? message : `${message} ${hint}`,
    file: position?.file ?? null,
    line: position?.line ?? null,
    column: position?.column ?? null,
  };
}

export function strictly(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic, severity: 'error' } : diagnostic;
}
