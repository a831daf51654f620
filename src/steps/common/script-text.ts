// The text of a step's script: a planned step has it, wherever it came from.
import { assert } from '../../lib/assert.ts';
import type { ScriptSource } from '../../pipeline/step-types/script-source.ts';

export function textOfScript(source: ScriptSource): string {
  assert(source.type === 'Inline', 'a planned script stands in the plan');
  return source.spec.script;
}
