// A command line that cannot be understood: said once, with what to do, before anything was begun.
import type { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { createOutput } from './output.ts';

const HELP = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version']);

/** Help and version come as errors too, and are none. */
export function isHelp(error: CommanderError): boolean {
  return HELP.has(error.code);
}

export function refuseUsage(error: CommanderError, words: readonly string[]): number {
  const said = error.message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.$/, '');
  const message = `${said.slice(0, 1).toUpperCase()}${said.slice(1)}. See "penstock help". Nothing was done.`;
  const output = createOutput(words.includes('--json'), process.env, '');
  output.note(message);
  output.result({ status: 'Refused', kind: 'usage', message, diagnostics: [] });
  return EXIT.usage;
}
