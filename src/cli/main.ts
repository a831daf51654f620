// The command line: reads arguments, runs one command, ends with its exit code.
import { Command, CommanderError, Option } from 'commander';
import { asRefusal } from '../app/journal-refusal.ts';
import { Refusal } from '../app/refusal.ts';
import { formatDiagnostic } from '../pipeline/format-diagnostic.ts';
import type { Binding } from '../pipeline/pipeline.ts';
import { gatherBinding } from './bindings.ts';
import { decide } from './commands/decide.ts';
import { demo } from './commands/demo.ts';
import { list } from './commands/list.ts';
import { logs } from './commands/logs.ts';
import { resume } from './commands/resume.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { twinUp } from './commands/twin.ts';
import { validate } from './commands/validate.ts';
import { EXIT } from './exit-code.ts';
import { leaveClouds } from './leave-clouds.ts';
import { positive, rungName } from './option-values.ts';
import { createOutput, type Output } from './output.ts';
import { isHelp, refuseUsage } from './refuse-usage.ts';
import { stateOf, whereOf } from './where.ts';

interface Common {
  readonly json?: boolean;
  readonly state?: string;
  readonly project?: string;
}

interface RunOptions extends Common {
  readonly on?: 'twin' | 'aws';
  readonly twin?: string;
  readonly input: readonly Binding[];
  readonly set: readonly Binding[];
  readonly adoptUnmanaged?: boolean;
}

await main();

async function main(): Promise<void> {
  const program = new Command('penstock')
    .description(
      'Deploys Spot Elastigroups blue-green behind an AWS ALB, with proof at each step and a way back.',
    )
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  addRunCommands(program);
  addWatchCommands(program);
  addTwinCommands(program);
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) endWithDefect(error);
    if (!isHelp(error)) process.exitCode = refuseUsage(error, process.argv);
  }
}

function addRunCommands(program: Command): void {
  const bindable = (command: Command): Command =>
    common(command)
      .option(
        '--input <PATH=VALUE>',
        'bind an <+input>; may be repeated',
        gatherBinding('input'),
        [],
      )
      .option(
        '--set <PATH=VALUE>',
        'override any scalar; may be repeated',
        gatherBinding('set'),
        [],
      );
  bindable(program.command('run'))
    .description('start a pipeline and drive it to its end')
    .argument('[pipeline]', 'the YAML file of the pipeline')
    .addOption(new Option('--on <world>', 'where it acts').choices(['twin', 'aws']))
    .option('--twin <url>', 'the address of a running twin')
    .option('--adopt-unmanaged', 'on a first deployment, accept healthy targets of no known group')
    .action((file: string | undefined, options: RunOptions) =>
      command(
        options,
        (output) => {
          if (options.on === undefined) {
            throw new Refusal(
              'usage',
              'Say where the run acts: "--on twin" rehearses, "--on aws" deploys.',
            );
          }
          return run(
            {
              ...projectOf(file, options),
              on: options.on,
              twinUrl: options.twin,
              stateFolder: stateOf(options, file),
              adoptUnmanaged: options.adoptUnmanaged ?? false,
            },
            output,
          );
        },
        file,
      ),
    );
  bindable(program.command('validate'))
    .description('say everything that is wrong with a pipeline, without a cloud')
    .argument('[pipeline]', 'the YAML file of the pipeline')
    .action((file: string | undefined, options: RunOptions) =>
      command(options, async (output) => validate(projectOf(file, options), output)),
    );
}

function addWatchCommands(program: Command): void {
  for (const decision of ['approve', 'reject'] as const) {
    common(program.command(decision))
      .description(`${decision} an open gate of a run`)
      .argument('<execution>', 'the number of the run')
      .argument('[step]', 'the path of the gate, when several are open')
      .option('--comment <text>', 'what others shall read')
      .action(
        (execution: string, path: string | undefined, options: Common & { comment?: string }) =>
          command(options, (output) =>
            decide(
              {
                execution,
                decision,
                path,
                comment: options.comment,
                stateFolder: stateOf(options),
                folder: options.project ?? '.',
              },
              output,
            ),
          ),
      );
  }
  common(program.command('resume'))
    .description('go on with a run that stands still')
    .argument('<execution>')
    .action((execution: string, options: Common) =>
      command(options, (output) =>
        resume({ execution, stateFolder: stateOf(options), folder: options.project }, output),
      ),
    );
  common(program.command('status'))
    .description('show where a run and its traffic stand')
    .argument('<execution>')
    .action((execution: string, options: Common) =>
      command(options, (output) => status(execution, stateOf(options), output)),
    );
  common(program.command('logs'))
    .description('show what the steps of a run wrote')
    .argument('<execution>')
    .argument('[step]', 'only steps whose path contains this')
    .action((execution: string, step: string | undefined, options: Common) =>
      command(options, (output) => logs(execution, step, stateOf(options), output)),
    );
  common(program.command('list'))
    .description('list the runs of this project')
    .action((options: Common) => command(options, (output) => list(stateOf(options), output)));
}

function addTwinCommands(program: Command): void {
  const twin = program
    .command('twin')
    .description('the local twin of ALB, EC2, Spot and CloudWatch');
  common(twin.command('up'))
    .description('start a twin and keep it up')
    .option('--world <file>', 'the world it starts with', 'world.yaml')
    .option('--speed <factor>', 'how much faster than the wall its clock runs', positive, 60)
    .option('--port <port>', 'the port of its APIs', positive)
    .action((options: Common & { world: string; speed: number; port?: number }) =>
      command(
        options,
        (output) =>
          twinUp(
            {
              worldFile: options.world,
              speed: options.speed,
              port: options.port,
              stateFolder: stateOf(options, options.world),
            },
            output,
          ),
        options.world,
      ),
    );
  common(program.command('demo'))
    .description('rehearse the example shop on a twin with real traffic')
    .option('--yes', 'approve every gate as "rehearsal"')
    .option(
      '--fail-at <rung>',
      'green fails its health checks right after this rung, such as prod-50',
      rungName,
    )
    .option('--speed <factor>', 'how much faster than the wall the twin runs', positive, 60)
    .action((options: Common & { yes?: boolean; failAt?: string; speed: number }) =>
      command(options, (output) => {
        leaveClouds();
        return demo(
          { yes: options.yes ?? false, failAt: options.failAt, speed: options.speed },
          output,
        );
      }),
    );
}

function common(command: Command): Command {
  return command
    .option('--json', 'print one JSON value instead of text')
    .option('--project <folder>', 'the folder with the entities')
    .option('--state <folder>', 'where journal and logs lie (default: .penstock in the project)');
}

/** `file` is what lies in the project's folder, when the options do not name the folder. */
async function command(
  options: Common,
  work: (output: Output) => Promise<number>,
  file?: string,
): Promise<void> {
  const output = createOutput(options.json ?? false, process.env, whereOf(options, file));
  try {
    process.exitCode = await work(output);
  } catch (error) {
    const refusal = asRefusal(error);
    if (refusal === undefined) throw error;
    const { kind, message, diagnostics } = refusal;
    for (const diagnostic of diagnostics) output.note(formatDiagnostic(diagnostic));
    output.note(message);
    const shown = diagnostics as unknown as never;
    output.result({ status: 'Refused', kind, message, diagnostics: shown });
    process.exitCode = EXIT[kind];
  }
}

function projectOf(
  file: string | undefined,
  options: RunOptions,
): {
  pipelineFile: string | undefined;
  folder: string | undefined;
  bindings: readonly Binding[];
} {
  return {
    pipelineFile: file,
    folder: options.project,
    bindings: [...options.set, ...options.input],
  };
}

/** Nothing that may still be open keeps a process alive that knows no more what it does. */
function endWithDefect(error: unknown): never {
  const said = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `penstock: a defect of Penstock itself: ${said}\nTraffic stays as it is. "penstock list" shows the runs, "penstock resume" goes on with one.\n`,
  );
  process.exit(EXIT.Failed);
}
