// Why no plan was made, with each thing that is wrong at its place.
import type { ReactElement } from 'react';
import { ApiError } from '../../../../src/api/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { type Diagnostic, DiagnosticList } from '../pipelines/problems.tsx';

export function PlanRefused({ error }: { readonly error: Error }): ReactElement {
  const diagnostics = error instanceof ApiError ? (error.problem.diagnostics ?? []) : [];
  return (
    <div className="stack">
      <Trouble error={error} />
      <DiagnosticList diagnostics={diagnostics.filter(isDiagnostic)} />
    </div>
  );
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
