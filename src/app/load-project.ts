// From a folder on disk and the bindings of the command line to a typed project, or all that is wrong with it.
import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { OpenInput } from '../pipeline/describe-inputs.ts';
import type { Diagnostic, Position } from '../pipeline/diagnostic.ts';
import type { InputSetReference } from '../pipeline/input-sets.ts';
import type { Binding, Project, SourceFile } from '../pipeline/pipeline.ts';
import { readProject } from '../pipeline/read-project.ts';
import { placeOf } from './place-of.ts';
import { readProjectFolder, readSingleFile } from './project-folder.ts';
import { Refusal } from './refusal.ts';

export interface ProjectRequest {
  /** The pipeline's file; without one the folder must hold exactly one pipeline. */
  readonly pipelineFile: string | undefined;
  /** The folder with the entities; by default the pipeline's own. */
  readonly folder: string | undefined;
  readonly bindings: readonly Binding[];
  /** Input sets by file or identifier; a later one wins, and a binding over all of them. */
  readonly inputSets?: readonly (string | InputSetReference)[] | undefined;
  /** What the pipeline's file is taken to hold, in place of what lies there; it need not be there yet. */
  readonly text?: string | undefined;
  /** The pipeline's file counts, and of the rest of the folder only what can be read. */
  readonly isJudgedAlone?: boolean;
}

export interface LoadedProject {
  readonly folder: string;
  readonly project: Project;
  readonly bound: ReturnType<typeof readProject>['bound'];
  /** All that was read, the file that was asked for first. */
  readonly files: readonly SourceFile[];
  /** The path of the pipeline's file as diagnostics name it, when one was asked for. */
  readonly file: string | undefined;
  /** The pipeline that was asked for; undefined when the folder decides. */
  readonly pipeline: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What is still open, whether it has a default or not. */
  readonly inputs: readonly OpenInput[];
  /** An input set to fill in for the pipeline; undefined when it has no inputs. */
  readonly inputSet: string | undefined;
  /** About a file of the folder that is neither the pipeline's own nor one that was asked for. */
  isAnothers(diagnostic: Diagnostic): boolean;
  /** Where a person wrote this text: `file:line:column` or an option; undefined for nowhere. */
  placeOf(text: string): string | undefined;
  /** With the lines of the files that they complain of. */
  quoted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[];
}

/** Throws `Refusal` as `locateProject` does; problems inside the files are diagnostics. */
export function loadProject(request: ProjectRequest): LoadedProject {
  const { file, folder } = locateProject(request);
  const inside = file === undefined ? undefined : relative(folder, file).split(sep).join('/');
  const isOutside = inside?.startsWith('..') === true;
  const files = request.isJudgedAlone === true ? neighbours(folder) : readProjectFolder(folder);
  const wanted = isOutside ? file : inside;
  const others = files.filter(({ path }) => path !== wanted);
  // The file that was asked for comes first: what is there twice is told of the other one.
  const isThere = files.some(({ path }) => path === wanted);
  const lies = file === undefined || isThere ? [] : [fileAt(file, wanted ?? file, request.text)];
  const own = files.filter(({ path }) => path === wanted);
  const asked = [...lies, ...own].map((each) => ({ ...each, text: request.text ?? each.text }));
  const all = [...asked, ...others];
  const sets = (request.inputSets ?? []).map((given) =>
    typeof given === 'string' ? inputSetCalled(given, folder) : given,
  );
  const setFiles = sets.flatMap(({ file: set }) => (set === undefined ? [] : [set]));
  const { project, bound, diagnostics, inputs, inputSetFor } = readProject(
    all.filter(({ path }) => setFiles.every((set) => set.path !== path)),
    request.bindings,
    sets,
  );
  const known = [...all, ...setFiles];
  const pipeline = project.pipelines.find((each) => each.position.file === wanted)?.identifier;
  if (file !== undefined && pipeline === undefined && !diagnostics.some(isError(wanted))) {
    throw new Refusal(
      'usage',
      `${request.pipelineFile} describes no pipeline. Give the file that begins with "pipeline:".`,
    );
  }
  return {
    folder,
    project,
    bound,
    files: all,
    file: wanted,
    pipeline,
    inputs,
    inputSet: inputSetFor(wanted),
    isAnothers: ({ position }) =>
      all.some(({ path }) => path === position?.file && path !== wanted) &&
      !(position !== undefined && filesOf(position).some((path) => path === wanted)) &&
      setFiles.every(({ path }) => path !== position?.file),
    diagnostics: quote(diagnostics, known),
    placeOf: (text) => placeOf(text, known, request.bindings),
    quoted: (others) => quote(others, known),
  };
}

function fileAt(file: string, path: string, text: string | undefined): SourceFile {
  return text === undefined ? { ...readSingleFile(file), path } : { path, text };
}

/** What stands in a template is also of the file that uses it. */
function filesOf({ file, usedAt }: Position): readonly string[] {
  return usedAt === undefined ? [file] : [file, ...filesOf(usedAt)];
}

/** The name of a file, as diagnostics name it, or else an identifier. */
function inputSetCalled(name: string, folder: string): InputSetReference {
  const path = resolve(name);
  if (!existsSync(path) || !statSync(path).isFile()) return { name };
  const inside = relative(folder, path).split(sep).join('/');
  return { name, file: { ...readSingleFile(path), path: inside.startsWith('..') ? path : inside } };
}

/** Throws `Refusal` when there is no such file or folder. */
export function locateProject(request: ProjectRequest): {
  readonly file: string | undefined;
  readonly folder: string;
} {
  const file = request.pipelineFile === undefined ? undefined : resolve(request.pipelineFile);
  if (file !== undefined && request.text === undefined && !existsSync(file)) {
    throw new Refusal(
      'usage',
      `There is no file ${request.pipelineFile}. Give the pipeline's YAML file.`,
    );
  }
  if (file !== undefined && existsSync(file) && statSync(file).isDirectory()) {
    throw new Refusal(
      'usage',
      `${request.pipelineFile} is a folder. Give the pipeline's YAML file in it.`,
    );
  }
  const folder = resolve(request.folder ?? (file === undefined ? '.' : dirname(file)));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Refusal(
      'usage',
      `There is no folder ${folder}. Give --project the folder with the entities.`,
    );
  }
  return { file, folder };
}

/** Of a file that is judged alone the folder around it may be anything. */
function neighbours(folder: string): readonly SourceFile[] {
  try {
    return readProjectFolder(folder);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function quote(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  const lines = new Map<string, readonly string[]>();
  return diagnostics.map((diagnostic) => {
    const { position } = diagnostic;
    const source = files.find(({ path }) => path === position?.file);
    if (position === undefined || source === undefined) return diagnostic;
    const known = lines.get(source.path) ?? source.text.split(/\r?\n/);
    lines.set(source.path, known);
    const line = known[position.line - 1];
    return line === undefined ? diagnostic : { ...diagnostic, line };
  });
}

function isError(file: string | undefined): (diagnostic: Diagnostic) => boolean {
  return ({ severity, position }) => severity === 'error' && position?.file === file;
}
