// The pipelines of a project, what each asks for, and what is wrong with one or with a text: all without a cloud.
import { join } from 'node:path';
import { pipelineInputs } from '../../app/inputs/pipeline-inputs.ts';
import { loadProject } from '../../app/load-project.ts';
import { validateProject } from '../../app/validate-project.ts';
import type { ServedProject } from '../control-room.ts';
import type { Answer, Request } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { insideOf } from '../runs/start-request.ts';
import { diagnosticAnswer, strictly } from './diagnostic-answer.ts';

const PIPELINES_MAX = 200;
/** Of a text that has no file yet. */
const UNSAVED = 'unsaved-pipeline.yaml';

/** Problems are what keeps one from starting, and warnings; one that cannot be read at all has its file's name. */
export async function listPipelines({ folder }: ServedProject): Promise<Answer<'listPipelines'>> {
  const { project, files } = loadProject({ pipelineFile: undefined, folder, bindings: [] });
  const read = project.pipelines.map(({ identifier, name, position }) => ({
    file: position.file,
    identifier,
    name: name === '' ? position.file : name,
  }));
  const unread = files
    .filter(({ path, text }) => /\.ya?ml$/.test(path) && /^pipeline:/m.test(text))
    .filter(({ path }) => read.every(({ file }) => file !== path))
    .map(({ path }) => ({ file: path, identifier: '', name: path }));
  const listed: Answer<'listPipelines'> = [];
  for (const pipeline of [...read, ...unread].slice(0, PIPELINES_MAX)) {
    const pipelineFile = join(folder, pipeline.file);
    const { diagnostics } = await validateProject({ pipelineFile, folder, bindings: [] });
    const problems = diagnostics.filter(({ severity }) => severity !== 'note').length;
    listed.push({ ...pipeline, problems });
  }
  return listed;
}

export function readInputs(project: ServedProject, pipeline: string): Answer<'readPipelineInputs'> {
  const pipelineFile = insideOf(project, pipeline);
  const { folder } = project;
  const { inputs, inputSets } = pipelineInputs(loadProject({ pipelineFile, folder, bindings: [] }));
  return {
    inputs: inputs.map((input) => ({
      ...input,
      default: input.default ?? null,
      allowedValues: input.allowedValues === undefined ? null : [...input.allowedValues],
      regex: input.regex ?? null,
      description: input.description ?? null,
    })),
    inputSets: [...inputSets],
  };
}

export async function validate(
  project: ServedProject,
  { pipeline, text, isStrict }: Request<'validate'>['body'],
): Promise<Answer<'validate'>> {
  if (pipeline === undefined && text === undefined) {
    throw new ProblemError(
      'bad-request',
      'Name a pipeline of the project, or give a text to judge.',
    );
  }
  const { folder } = project;
  const pipelineFile = fileOf(project, pipeline, text !== undefined);
  const request = { pipelineFile, folder, bindings: [], ...(text !== undefined && { text }) };
  const { diagnostics } = await validateProject(request);
  const all = isStrict ? diagnostics.map(strictly) : diagnostics;
  return { diagnostics: all.map(diagnosticAnswer) };
}

/** A text may be of a file that is not there yet; its name is only a name then. */
function fileOf(project: ServedProject, pipeline: string | undefined, hasText: boolean): string {
  if (pipeline === undefined) return join(project.folder, UNSAVED);
  try {
    return insideOf(project, pipeline);
  } catch (error) {
    const isPlain = /^[\w][\w. -]*(\/[\w][\w. -]*)*$/.test(pipeline) && !pipeline.includes('..');
    if (hasText && isPlain) return join(project.folder, pipeline);
    throw error;
  }
}
