// The commands that go on from a run that has succeeded: rollback, cleanup.
import type { Command } from 'commander';
import { type Common, command, common } from './command.ts';
import { queueing } from './queue-options.ts';
import { stateOf } from './where.ts';

interface FollowUpOptions extends Common {
  readonly yes?: boolean;
  readonly scaleUp?: boolean;
  /** False for `--no-wait`. */
  readonly wait?: number | false;
}

const EXECUTION = ['<execution>', 'the number of the run that succeeded'] as const;
const YES = ['--yes', 'do not ask'] as const;

export function addFollowUpCommands(program: Command): void {
  queueing(common(program.command('rollback')))
    .description('after a run that succeeded, put everything back as before it, while blue is warm')
    .argument(...EXECUTION)
    .option(...YES)
    .option('--scale-up', 'bring a blue that has shrunk back to its size first')
    .action((execution: string, options: FollowUpOptions) =>
      command(options, async (output) =>
        (await import('./commands/rollback.ts')).rollback(
          { ...requestOf(execution, options), scaleUp: options.scaleUp ?? false },
          output,
        ),
      ),
    );
  queueing(common(program.command('cleanup')))
    .description('after a run that succeeded, drain and delete the old group that is kept warm')
    .argument(...EXECUTION)
    .option(...YES)
    .action((execution: string, options: FollowUpOptions) =>
      command(options, async (output) =>
        (await import('./commands/cleanup.ts')).cleanup(requestOf(execution, options), output),
      ),
    );
}

function requestOf(execution: string, options: FollowUpOptions) {
  return {
    execution,
    stateFolder: stateOf(options),
    folder: options.project,
    isYes: options.yes ?? false,
    waitMs: options.wait === false ? 0 : options.wait,
  };
}
