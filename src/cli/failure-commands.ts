// The commands for what has failed, or shall: intervene, mark-as-failed.
import type { Command } from 'commander';
import { ACTIONS } from '../view/interventions.ts';
import { type Common, command, common } from './command.ts';
import { intervene } from './commands/intervene.ts';
import { markAsFailed } from './commands/mark-as-failed.ts';
import { stateOf } from './where.ts';

interface CommentOptions extends Common {
  readonly comment?: string;
}

const EXECUTION = ['<execution>', 'the number of the run'] as const;
const COMMENT = ['--comment <text>', 'what others shall read'] as const;

export function addFailureCommands(program: Command): void {
  common(program.command('intervene'))
    .description('say what becomes of a step that broke and waits for a word (ManualIntervention)')
    .argument(...EXECUTION)
    .argument('<step>', 'its path, or the last part of it')
    .argument('<action>', ACTIONS.join(', '))
    .option(...COMMENT)
    .action((execution: string, step: string, action: string, options: CommentOptions) =>
      command(options, (output) => {
        const { comment } = options;
        return intervene(
          { execution, step, action, comment, stateFolder: stateOf(options) },
          output,
        );
      }),
    );
  common(program.command('mark-as-failed'))
    .description('let what runs fail, so that its failure strategies for UserMarkedFailure act')
    .argument(...EXECUTION)
    .argument('[step]', 'the path of one step, or the last part of it; without it all that runs')
    .option(...COMMENT)
    .action((execution: string, step: string | undefined, options: CommentOptions) =>
      command(options, (output) => {
        const { comment } = options;
        return markAsFailed({ execution, step, comment, stateFolder: stateOf(options) }, output);
      }),
    );
}
