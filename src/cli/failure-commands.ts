// The commands for what has failed, or shall: intervene, mark-as-failed, retry.
import type { Command } from 'commander';
import { ACTIONS } from '../view/interventions.ts';
import { type Common, command, common } from './command.ts';
import { queueing } from './queue-options.ts';
import { stateOf } from './where.ts';

interface CommentOptions extends Common {
  readonly comment?: string;
}

const EXECUTION = ['<execution>', 'the number of the run'] as const;
const COMMENT = ['--comment <text>', 'what others shall read'] as const;

interface RetryOptions extends Common {
  readonly from?: string;
  readonly adoptUnmanaged?: boolean;
  /** False for `--no-wait`. */
  readonly wait?: number | false;
}

export function addFailureCommands(program: Command): void {
  addIntervene(program);
  addMarkAsFailed(program);
  addRetry(program);
}

function addIntervene(program: Command): void {
  common(program.command('intervene'))
    .description('say what becomes of a step that broke and waits for a word (ManualIntervention)')
    .argument(...EXECUTION)
    .argument('<step>', 'its path, or the last part of it')
    .argument('<action>', ACTIONS.join(', '))
    .option(...COMMENT)
    .action((execution: string, step: string, action: string, options: CommentOptions) =>
      command(options, async (output) => {
        const { comment } = options;
        return (await import('./commands/intervene.ts')).intervene(
          { execution, step, action, comment, stateFolder: stateOf(options) },
          output,
        );
      }),
    );
}

function addMarkAsFailed(program: Command): void {
  common(program.command('mark-as-failed'))
    .description('let what runs fail, so that its failure strategies for UserMarkedFailure act')
    .argument(...EXECUTION)
    .argument('[step]', 'the path of one step, or the last part of it; without it all that runs')
    .option(...COMMENT)
    .action((execution: string, step: string | undefined, options: CommentOptions) =>
      command(options, async (output) => {
        const { comment } = options;
        return (await import('./commands/mark-as-failed.ts')).markAsFailed(
          { execution, step, comment, stateFolder: stateOf(options) },
          output,
        );
      }),
    );
}

function addRetry(program: Command): void {
  queueing(common(program.command('retry')))
    .description('run again what failed, from a stage or a step; what is before it counts as done')
    .argument('<execution>', 'the number of the run that failed')
    .option('--from <place>', 'STAGE or STAGE/STEP (default: the first stage that failed)')
    .option('--adopt-unmanaged', 'on a first deployment, accept healthy targets of no known group')
    .action((execution: string, options: RetryOptions) =>
      command(options, async (output) =>
        (await import('./commands/retry.ts')).retry(
          {
            execution,
            from: options.from,
            stateFolder: stateOf(options),
            folder: options.project,
            adoptUnmanaged: options.adoptUnmanaged ?? false,
            waitMs: options.wait === false ? 0 : options.wait,
          },
          output,
        ),
      ),
    );
}
