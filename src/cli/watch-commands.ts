// The commands that only look: status, logs, list.
import type { Command } from 'commander';
import { type Common, command, common } from './command.ts';
import { place } from './option-values.ts';
import { stateOf } from './where.ts';

interface StatusOptions extends Common {
  readonly watch?: boolean;
  readonly from?: number;
}

export function addWatchCommands(program: Command): void {
  common(program.command('status'))
    .description('show where a run and its traffic stand')
    .argument('<execution>', 'the number of the run')
    .option('-w, --watch', "go on until the run has ended, and end with the run's exit code")
    .option(
      '--from <seq>',
      'with --watch: begin at this place of the journal; 0 is its start',
      place,
    )
    .action((execution: string, { watch, from, ...options }: StatusOptions) =>
      command(options, async (output) =>
        watch === true || from !== undefined
          ? (await import('./commands/watch-status.ts')).watchStatus(
              { execution, from: from ?? 0, stateFolder: stateOf(options) },
              output,
            )
          : (await import('./commands/status.ts')).status(execution, stateOf(options), output),
      ),
    );
  common(program.command('logs'))
    .description('show what the steps of a run wrote')
    .argument('<execution>', 'the number of the run')
    .argument('[step]', 'only steps whose path contains this')
    .option('-f, --follow', 'from the beginning, and on until the run has ended')
    .action(
      (
        execution: string,
        step: string | undefined,
        { follow, ...options }: Common & { follow?: boolean },
      ) =>
        command(options, async (output) =>
          follow === true
            ? (await import('./commands/follow-logs.ts')).followLogs(
                { execution, step, stateFolder: stateOf(options) },
                output,
              )
            : (await import('./commands/logs.ts')).logs(execution, step, stateOf(options), output),
        ),
    );
  common(program.command('list'))
    .description('list the runs of this project')
    .action((options: Common) =>
      command(options, async (output) =>
        (await import('./commands/list.ts')).list(stateOf(options), output),
      ),
    );
}
