// The command line: reads arguments, runs one command, ends with its exit code.
import { Command, CommanderError, Option } from 'commander';
import { Refusal } from '../app/refusal.ts';
import type { Binding } from '../pipeline/pipeline.ts';
import { gatherBinding } from './bindings.ts';
import { type Common, command, common } from './command.ts';
import { demo } from './commands/demo.ts';
import { run } from './commands/run.ts';
import { validate } from './commands/validate.ts';
import { EXIT } from './exit-code.ts';
import { addFollowUpCommands } from './follow-up-commands.ts';
import { leaveClouds } from './leave-clouds.ts';
import { duration, positive, rungName } from './option-values.ts';
import { addPeopleCommands } from './people-commands.ts';
import { isHelp, refuseUsage } from './refuse-usage.ts';
import { addTwinCommands } from './twin-commands.ts';
import { addWatchCommands } from './watch-commands.ts';
import { stateOf } from './where.ts';

interface RunOptions extends Common {
  readonly on?: 'twin' | 'aws';
  readonly twin?: string;
  readonly input: readonly Binding[];
  readonly set: readonly Binding[];
  readonly adoptUnmanaged?: boolean;
  readonly detach?: boolean;
  /** False for `--no-wait`. */
  readonly wait?: number | false;
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
  addPeopleCommands(program);
  addFollowUpCommands(program);
  addWatchCommands(program);
  addTwinCommands(program);
  addDemo(program);
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
    .option('--detach', 'start it and return at once; "penstock resume" drives it')
    .option(
      '--wait <duration>',
      'how long to queue behind other runs (default: for ever)',
      duration,
    )
    .option('--no-wait', 'be refused instead of queueing')
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
              detach: options.detach ?? false,
              waitMs: options.wait === false ? 0 : options.wait,
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

function addDemo(program: Command): void {
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
