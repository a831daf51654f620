// What every command of the command line has: its common options, one output, one exit code.
import type { Command } from 'commander';
import { asRefusal } from '../app/journal-refusal.ts';
import { formatDiagnostic } from '../pipeline/format-diagnostic.ts';
import { EXIT } from './exit-code.ts';
import { createOutput, type Output } from './output.ts';
import { whereOf } from './where.ts';

export interface Common {
  readonly json?: boolean;
  readonly state?: string;
  readonly project?: string;
}

export function common(command: Command): Command {
  return command
    .option('--json', 'print JSON instead of text')
    .option('--project <folder>', 'the folder with the entities')
    .option('--state <folder>', 'where journal and logs lie (default: .penstock in the project)');
}

/** Runs one command. `file` lies in the project's folder, when the options do not name the folder. */
export async function command(
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
