// `penstock inputs`: the open inputs of a pipeline as an input set that "--inputs" takes once it is filled in.
import { loadProject, type ProjectRequest } from '../../app/load-project.ts';
import type { Json } from '../../lib/json.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export async function inputs(request: ProjectRequest, output: Output): Promise<number> {
  const { inputs: open, inputSet } = loadProject(request);
  output.say(inputSet?.trimEnd() ?? 'The pipeline has no open inputs.');
  const beside = open.filter(({ path }) => !path.startsWith('pipeline.'));
  if (beside.length > 0) {
    output.note('Outside of the pipeline are open, where a run needs them:');
    for (const { path } of beside) output.note(`  --input ${path}=…`);
  }
  output.result({ inputs: open as unknown as Json, inputSet: inputSet ?? null });
  return EXIT.Success;
}
