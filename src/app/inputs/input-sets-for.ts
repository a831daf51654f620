// The input sets of a project that belong to a pipeline, by what their files say of themselves.
import { parse } from 'yaml';
import { z } from 'zod';
import type { SourceFile } from '../../pipeline/pipeline.ts';

export interface InputSetName {
  readonly identifier: string;
  readonly name: string;
}

const inputSet = z.object({
  identifier: z.string(),
  name: z.string().optional(),
  pipeline: z.object({ identifier: z.string() }).optional(),
  pipelineIdentifier: z.string().optional(),
});
const fileSchema = z.union([
  z.object({ inputSet }).transform((file) => file.inputSet),
  z.object({ overlayInputSet: inputSet }).transform((file) => file.overlayInputSet),
]);

/** One that names no pipeline belongs to all. */
export function inputSetsFor(
  files: readonly SourceFile[],
  pipeline: string,
): readonly InputSetName[] {
  return files.flatMap(({ text }) => {
    if (!/^\s*(overlayInputSet|inputSet):/m.test(text)) return [];
    const read = fileSchema.safeParse(yamlOf(text));
    if (!read.success) return [];
    const { identifier, name = identifier, ...of } = read.data;
    const wanted = of.pipeline?.identifier ?? of.pipelineIdentifier ?? pipeline;
    return wanted === pipeline ? [{ identifier, name }] : [];
  });
}

/** What is no YAML is told by who validates. */
function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
