// What a pipeline asks for before it can run, each input with its type and what it takes, and the input sets that fill it in.
import { parseInput } from '../../expression/input.ts';
import type { OpenInput } from '../../pipeline/describe-inputs.ts';
import type { Position } from '../../pipeline/diagnostic.ts';
import type { Pipeline, Variable } from '../../pipeline/pipeline.ts';
import { stagesOf } from '../../pipeline/stages-of.ts';
import type { LoadedProject } from '../load-project.ts';
import { descriptionAt } from './description-at.ts';
import { type InputSetName, inputSetsFor } from './input-sets-for.ts';

export type InputType = 'String' | 'Number' | 'Secret' | 'Boolean' | 'Unknown';

export interface PipelineInput {
  /** As `--input` names it. */
  readonly path: string;
  readonly written: string;
  readonly type: InputType;
  /** A run cannot start without it; of what stands beside the pipeline that depends on the run. */
  readonly isRequired: boolean;
  readonly default: string | undefined;
  /** Undefined also where an expression yields them. */
  readonly allowedValues: readonly string[] | undefined;
  readonly isMany: boolean;
  readonly regex: string | undefined;
  readonly description: string | undefined;
}

export interface PipelineInputs {
  readonly inputs: readonly PipelineInput[];
  readonly inputSets: readonly InputSetName[];
}

/** Of the pipeline that was asked for when the project was loaded. */
export function pipelineInputs(loaded: LoadedProject): PipelineInputs {
  const pipeline = loaded.project.pipelines.find(
    ({ identifier, position }) => identifier === loaded.pipeline && position.file === loaded.file,
  );
  const own = loaded.inputs.filter((input) => !isOfOtherPipeline(input, loaded.file));
  return {
    inputs: own.map((input) => read(input, loaded)),
    inputSets: pipeline === undefined ? [] : inputSetsFor(loaded.files, pipeline.identifier),
  };
}

/** What stands in a template is of every pipeline that uses it. */
function isOfOtherPipeline({ path, position }: OpenInput, file: string | undefined): boolean {
  return path.startsWith('pipeline.') && !filesOf(position).includes(file ?? position.file);
}

function filesOf({ file, usedAt }: Position): readonly string[] {
  return usedAt === undefined ? [file] : [file, ...filesOf(usedAt)];
}

function read({ path, written, position }: OpenInput, loaded: LoadedProject): PipelineInput {
  const { default: fallback, allowed, regex, isAskedDuringRun } = parseInput(written) ?? NOTHING;
  const text = loaded.files.find((file) => file.path === position.file)?.text ?? '';
  const isBeside = !path.startsWith('pipeline.');
  return {
    path,
    written,
    type: typeOf(path, position, loaded),
    isRequired: fallback === undefined && !isAskedDuringRun && !isBeside,
    default: fallback,
    allowedValues:
      allowed === undefined || allowed.expression !== undefined ? undefined : allowed.values,
    isMany: allowed?.many ?? false,
    regex,
    description: descriptionAt(text, position),
  };
}

const NOTHING = {
  default: undefined,
  allowed: undefined,
  regex: undefined,
  isAskedDuringRun: false,
} as const;
const TYPES: readonly InputType[] = ['String', 'Number', 'Secret', 'Boolean'];

/** Only of variables and secrets a type is known. */
function typeOf(path: string, position: Position, { project }: LoadedProject): InputType {
  if (path.startsWith('secrets.')) return 'Secret';
  const variable = [
    ...project.pipelines.flatMap(variablesOf),
    ...[...project.services, ...project.environments].flatMap(({ variables }) => variables),
  ].find((each) => isAt(each.position, position));
  return TYPES.find((type) => type === variable?.type) ?? 'Unknown';
}

function variablesOf(pipeline: Pipeline): readonly Variable[] {
  return [...pipeline.variables, ...stagesOf(pipeline).flatMap(({ variables }) => variables)];
}

function isAt(one: Position, other: Position): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column;
}
