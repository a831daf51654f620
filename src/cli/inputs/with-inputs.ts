// What a run still needs to be told: asked for in a terminal, named all at once without one.
import { loadProject, type ProjectRequest } from '../../app/load-project.ts';
import { Refusal } from '../../app/refusal.ts';
import type { OpenInput } from '../../pipeline/describe-inputs.ts';
import type { Output } from '../output.ts';
import { askInputs } from './ask-inputs.ts';

/** One answer may open the next question, such as the inputs of a service that was an input. */
const ROUNDS_MAX = 20;

/** Throws what `prepare` throws when anything but inputs is missing. */
export async function withInputs<Request extends ProjectRequest, Result>(
  request: Request,
  output: Output,
  prepare: (request: Request) => Promise<Result>,
): Promise<Result> {
  let filled = request;
  for (let round = 1; ; round++) {
    try {
      return await prepare(filled);
    } catch (error) {
      const missing = missingInputs(error, filled);
      if (missing.length === 0 || round === ROUNDS_MAX) throw error;
      if (!output.isTerminal) throw allAtOnce(error as Refusal, missing, request);
      const answers = await askInputs(missing, output);
      filled = { ...filled, bindings: [...filled.bindings, ...answers] };
    }
  }
}

/** None when something else is wrong as well: nobody is asked in vain. */
function missingInputs(error: unknown, request: ProjectRequest): readonly OpenInput[] {
  if (!(error instanceof Refusal)) return [];
  const errors = error.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => code !== 'unbound-input')) return [];
  const { inputs } = loadProject(request);
  const missing = errors.map(({ position }) =>
    inputs.find(
      ({ position: { file, line, column } }) =>
        file === position?.file && line === position.line && column === position.column,
    ),
  );
  return missing.some((each) => each === undefined)
    ? []
    : [...new Set(missing.flatMap((each) => each ?? []))];
}

function allAtOnce(
  { kind, message, diagnostics }: Refusal,
  missing: readonly OpenInput[],
  { pipelineFile }: ProjectRequest,
): Refusal {
  const options = missing.map(({ path }) => `--input '${path}=…'`).join(' ');
  const file = pipelineFile === undefined ? '' : ` ${pipelineFile}`;
  const advice =
    `Add ${options}; or fill in what "penstock inputs${file} > inputs.yaml" writes, ` +
    'and give --inputs inputs.yaml. In a terminal you are asked.';
  return new Refusal(kind, `${message} ${advice}`, { diagnostics });
}
