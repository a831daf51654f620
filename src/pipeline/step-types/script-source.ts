// Where the text of a script stands: in the pipeline, or in the file store.
import { z } from 'zod';
import type { Vocabulary } from './vocabulary.ts';

/** Once planned, every script is `Inline`: the plan holds the text of the file as it was then. */
export type ScriptSource =
  | { readonly type: 'Inline'; readonly spec: { readonly script: string } }
  | { readonly type: 'Harness'; readonly spec: { readonly file: string } };

export function scriptSource(field: Vocabulary): z.ZodType<ScriptSource> {
  return z.discriminatedUnion('type', [
    field.object({
      type: z.literal('Inline'),
      spec: field.object({ script: field.anyText() }),
    }),
    field.object({ type: z.literal('Harness'), spec: field.object({ file: field.text() }) }),
  ]);
}
