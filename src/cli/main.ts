// The command line: reads arguments, runs one command, ends with its exit code.
import { Command, CommanderError } from 'commander';
import { keepLoopbackOffProxy } from '../app/outside/proxy.ts';
import { type Common, command, common } from './command.ts';
import { EXIT } from './exit-code.ts';
import { addFailureCommands } from './failure-commands.ts';
import { addFollowUpCommands } from './follow-up-commands.ts';
import { leaveClouds } from './leave-clouds.ts';
import { positive, rungName } from './option-values.ts';
import { addPeopleCommands } from './people-commands.ts';
import { isHelp, refuseUsage } from './refuse-usage.ts';
import { serverOf } from './remote/server-of.ts';
import { addRunCommands, addSchema } from './run-commands.ts';
import { addServerCommands } from './server-commands.ts';
import { addTwinCommands } from './twin-commands.ts';
import { addWatchCommands } from './watch-commands.ts';

await main();

async function main(): Promise<void> {
  keepLoopbackOffProxy(process.env);
  const program = new Command('penstock')
    .description(
      'Deploys Spot Elastigroups blue-green behind an AWS ALB, with proof at each step and a way back.',
    )
    .version('0.1.0')
    .option('--server <url>', 'work with the runs of a server (or PENSTOCK_SERVER)')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  if (serverOf(process.argv, process.env) === undefined) addLocalCommands(program);
  else (await import('./remote/remote-program.ts')).addRemoteCommands(program);
  addSchema(program);
  addServerCommands(program);
  addTwinCommands(program);
  addDemo(program);
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) endWithDefect(error);
    if (!isHelp(error)) process.exitCode = refuseUsage(error, process.argv);
  }
}

function addLocalCommands(program: Command): void {
  addRunCommands(program);
  addPeopleCommands(program);
  addFailureCommands(program);
  addFollowUpCommands(program);
  addWatchCommands(program);
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
      command(options, async (output) => {
        leaveClouds();
        return (await import('./commands/demo.ts')).demo(
          { yes: options.yes ?? false, failAt: options.failAt, speed: options.speed },
          output,
        );
      }),
    );
}

/** Nothing that may still be open keeps a process alive that knows no more what it does. */
function endWithDefect(error: unknown): never {
  const said = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `penstock: a defect of Penstock itself: ${said}\nTraffic stays as it is. "penstock list" shows the runs, "penstock resume" goes on with one.\n`,
  );
  process.exit(EXIT.Failed);
}
