// The commands that begin with a pipeline's file: run, plan and validate; and the schema of such files.
import { type Command, Option } from 'commander';
import { Refusal } from '../app/refusal.ts';
import type { Binding } from '../pipeline/pipeline.ts';
import { gatherBinding, gatherText } from './bindings.ts';
import { type Common, command, common } from './command.ts';
import type { RunRequest } from './commands/run.ts';
import { runCommandOf } from './planned/run-command.ts';
import { queueing } from './queue-options.ts';
import { stateOf } from './where.ts';

interface RunOptions extends Common {
  readonly on?: 'twin' | 'aws';
  readonly twin?: string;
  readonly input: readonly Binding[];
  readonly set: readonly Binding[];
  readonly inputs: readonly string[];
  readonly adoptUnmanaged?: boolean;
  readonly detach?: boolean;
  /** False for `--no-wait`. */
  readonly wait?: number | false;
  readonly plan?: string;
  readonly values?: boolean;
}

interface ValidateOptions extends RunOptions {
  readonly schema?: string;
  readonly strict?: boolean;
}

export function addRunCommands(program: Command): void {
  addRun(program);
  addPlan(program);
  bindable(program.command('validate'))
    .description('say everything that is wrong with a pipeline, without a cloud')
    .argument('[pipeline]', 'the YAML file of the pipeline, which is then judged alone')
    .option('--strict', 'take every warning for an error')
    .option('--schema <file>', "ask another JSON Schema as well, such as Harness's own")
    .action((file: string | undefined, options: ValidateOptions) =>
      command(options, async (output) =>
        (await import('./commands/validate.ts')).validate(
          {
            ...projectOf(file, options),
            schemaFile: options.schema,
            strict: options.strict === true,
          },
          output,
        ),
      ),
    );
  bindable(program.command('inputs'))
    .description('print the open inputs of a pipeline as an input set to fill in')
    .argument('[pipeline]', 'the YAML file of the pipeline')
    .action((file: string | undefined, options: RunOptions) =>
      command(options, async (output) =>
        (await import('./commands/inputs.ts')).inputs(projectOf(file, options), output),
      ),
    );
}

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of pipelines, for editors')
    .option('--json', 'on one line')
    .action((options: Common) =>
      command(options, async (output) => (await import('./commands/schema.ts')).schema(output)),
    );
}

function addRun(program: Command): void {
  queueing(acting(program.command('run')))
    .description('start a pipeline and drive it to its end')
    .option('--plan <hash>', 'only if nothing that matters has changed since "penstock plan"')
    .option('--detach', 'start it and return at once; "penstock resume" drives it')
    .action((file: string | undefined, options: RunOptions) =>
      command(
        options,
        async (output) =>
          (await import('./commands/run.ts')).run(
            {
              ...actingRequest(file, options),
              plannedAs: options.plan,
              detach: options.detach ?? false,
              waitMs: options.wait === false ? 0 : options.wait,
            },
            output,
          ),
        file,
      ),
    );
}

function addPlan(program: Command): void {
  acting(program.command('plan'))
    .description('say what a run would do, step by step with every write; reads only')
    .option('--values', 'show every resolved value and where it came from')
    .action((file: string | undefined, options: RunOptions) =>
      command(
        options,
        async (output) => {
          const runCommand = runCommandOf(process.argv);
          const isWhole = options.values === true;
          const request = { ...actingRequest(file, options), isWhole, runCommand };
          return (await import('./commands/plan.ts')).plan(request, output);
        },
        file,
      ),
    );
}

function actingRequest(
  file: string | undefined,
  options: RunOptions,
): Omit<RunRequest, 'plannedAs' | 'detach' | 'waitMs'> {
  const { on } = options;
  if (on === undefined) {
    throw new Refusal(
      'usage',
      'Say where the run acts: "--on twin" rehearses, "--on aws" deploys.',
    );
  }
  return {
    ...projectOf(file, options),
    on,
    twinUrl: options.twin,
    stateFolder: stateOf(options, file),
    adoptUnmanaged: options.adoptUnmanaged ?? false,
  };
}

function projectOf(
  file: string | undefined,
  options: RunOptions,
): {
  pipelineFile: string | undefined;
  folder: string | undefined;
  bindings: readonly Binding[];
  inputSets: readonly string[];
} {
  return {
    pipelineFile: file,
    folder: options.project,
    bindings: [...options.set, ...options.input],
    inputSets: options.inputs,
  };
}

function bindable(command: Command): Command {
  return common(command)
    .option('--input <PATH=VALUE>', 'bind an <+input>; may be repeated', gatherBinding('input'), [])
    .option('--inputs <FILE_OR_ID>', 'take an input set; a later one wins', gatherText, [])
    .option('--set <PATH=VALUE>', 'override any scalar; may be repeated', gatherBinding('set'), []);
}

function acting(command: Command): Command {
  return bindable(command)
    .argument('[pipeline]', 'the YAML file of the pipeline')
    .addOption(new Option('--on <world>', 'where it acts').choices(['twin', 'aws']))
    .option('--twin <url>', 'the address of a running twin')
    .option('--adopt-unmanaged', 'on a first deployment, accept healthy targets of no known group');
}
