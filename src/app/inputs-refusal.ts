// Why what somebody gave cannot be taken, in words.
import type { InputsRefusal } from '../execution/judge-inputs.ts';
import { unreachable } from '../lib/assert.ts';

export function inputsRefusalText(refusal: InputsRefusal): string {
  switch (refusal.code) {
    case 'unknown-input': {
      const asked = refusal.asked.length === 0 ? 'nothing' : refusal.asked.join(', ');
      return `Nobody asks for "${refusal.name}"; asked for is ${asked}.`;
    }
    case 'wrong-input':
      return `The value of "${refusal.name}" cannot be taken: ${refusal.why}.`;
    case 'missing-inputs':
      return `It needs a value for ${refusal.names.join(', ')}.`;
    default:
      return unreachable(refusal);
  }
}
