// What Penstock says of a pipeline's text, as `validate` does, without what only `plan` and `run` need.
import { stringify } from 'yaml';
import type { JsonObject } from '../../src/lib/json.ts';
import type { Diagnostic } from '../../src/pipeline/diagnostic.ts';
import { readProject } from '../../src/pipeline/read-project.ts';
import { createPlan } from '../../src/plan/create-plan.ts';

const NOT_THERE_YET = ['unknown-entity', 'missing-file', 'unbound-input', 'missing-settings'];

/** Errors only; none means that we accept it. */
export function ourVerdict(document: JsonObject): readonly Diagnostic[] {
  const text = stringify(document, { aliasDuplicateObjects: false });
  const { project, bound, diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  const read = diagnostics.filter(isError);
  if (read.length > 0) return read;
  const facts = { rules: {}, secrets: () => undefined };
  return createPlan({ project, bound, facts }).diagnostics.filter(isError);
}

function isError({ severity, code }: Diagnostic): boolean {
  return severity === 'error' && !NOT_THERE_YET.includes(code);
}
