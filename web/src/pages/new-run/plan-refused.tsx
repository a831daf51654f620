// Why no plan was made, with each thing that is wrong at its place.
import type { ReactElement } from 'react';
import { ApiError } from '../../../../src/api/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { type Diagnostic, DiagnosticList } from '../pipelines/problems.tsx';

export function PlanRefused({ error }: { readonly error: Error }): ReactElement {
  const diagnostics: readonly unknown[] =
    error instanceof ApiError ? (error.problem.diagnostics ?? []) : [];
  return (
    <div className="stack">
      <Trouble error={error} />
      <DiagnosticList diagnostics={diagnostics.filter(isSaid).map(asDiagnostic)} />
    </div>
  );
}

/** As the engine says it: with its place apart, and what to do. */
interface Said {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
  readonly position?: { readonly file: string; readonly line: number; readonly column: number };
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

function asDiagnostic({ code, severity, message, hint = '', position, ...rest }: Said): Diagnostic {
  const nowhere = { file: null, line: null, column: null };
  return {
    ...nowhere,
    ...rest,
    ...position,
    code,
    severity,
    message: hint === '' ? message : `${message} ${hint}`,
  };
}
