// The options of every command that starts a run: how long it may queue behind others.
import type { Command } from 'commander';
import { duration } from './option-values.ts';

export function queueing(command: Command): Command {
  return command
    .option(
      '--wait <duration>',
      'how long to queue behind other runs (default: for ever)',
      duration,
    )
    .option('--no-wait', 'be refused instead of queueing');
}
