// The command of the control room.

import type { Command } from 'commander';
import { Refusal } from '../app/refusal.ts';
import { gatherText } from './bindings.ts';
import { command } from './command.ts';
import { portOrFree } from './option-values.ts';
import { keepYoungSpaceSmall } from './small-young-space.ts';
import { stateOf } from './where.ts';

interface UpOptions {
  readonly json?: boolean;
  readonly project: readonly string[];
  readonly state?: string;
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
  readonly openOnLoopback?: boolean;
  readonly settings?: string;
  /** False for `--no-pages`. */
  readonly pages: boolean;
}

const PORT = 4400;

export function addServerCommands(program: Command): void {
  program
    .command('up')
    .description('serve pages and API, and drive the runs of projects, until it is told to stop')
    .option('--json', 'print JSON instead of text')
    .option('--project <[name=]folder>', 'a project; may be repeated (default: .)', gatherText, [])
    .option('--state <folder>', 'the journal of all projects (default: .penstock in the project)')
    .option('--port <port>', 'where it listens; 0 takes a free one', portOrFree, PORT)
    .option('--host <address>', 'on which address of this machine', '127.0.0.1')
    .option('--public-url <url>', 'how browsers reach it, such as https://penstock.example.com')
    .option('--open-on-loopback', 'everybody on this machine may do everything, without signing in')
    .option('--no-pages', 'serve the API alone')
    .option('--settings <file>', 'identity providers and what else flags are too short for')
    .action(({ project, state, ...options }: UpOptions) => {
      const [first = '.'] = project;
      const folder = first.replace(/^[^=/\\]+=/, '');
      const place = { project: folder, ...(state !== undefined && { state }) };
      return command({ ...options, ...place }, async (output) => {
        if (project.length > 1 && state === undefined) {
          const says =
            'Several projects share one journal: say where it lies with --state FOLDER. Nothing was started.';
          throw new Refusal('usage', says);
        }
        keepYoungSpaceSmall();
        return (await import('./commands/up.ts')).up(
          {
            projects: project.length === 0 ? ['.'] : project,
            stateFolder: stateOf(place),
            host: options.host,
            port: options.port,
            publicUrl: options.publicUrl,
            openOnLoopback: options.openOnLoopback ?? false,
            settingsFile: options.settings,
            hasPages: options.pages,
          },
          output,
        );
      });
    });
}
