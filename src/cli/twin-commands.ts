// The commands of the twin: bring one up, say what goes wrong in it, and move its time.
import { type Command, Option } from 'commander';
import type { Json } from '../lib/json.ts';
import { type Common, command, common } from './command.ts';
import type { RunningTwinRequest } from './commands/twin-faults.ts';
import { faultFields, faultOptions } from './fault-options.ts';
import { duration, port, positive } from './option-values.ts';
import { stateOf } from './where.ts';

interface UpOptions extends Common {
  readonly world?: string;
  readonly scenario?: string;
  readonly speed: number;
  readonly port?: number;
  readonly accessLog?: string;
  readonly clock: 'running' | 'virtual';
  readonly restore?: string;
}

type RunningOptions = Common & { readonly twin?: string };

export function addTwinCommands(program: Command): void {
  const twin = program
    .command('twin')
    .description('the local twin of ALB, EC2, Spot and CloudWatch');
  addUp(twin);
  addFaults(twin);
  addTime(twin);
}

function addUp(twin: Command): void {
  common(twin.command('up'))
    .description('start a twin and keep it up')
    .option('--world <file>', 'the world it starts with (default: world.yaml)')
    .option('--scenario <file>', 'a world, and what happens in it and when')
    .option('--speed <factor>', 'how much faster than the wall its clock runs', positive, 60)
    .addOption(
      new Option('--clock <kind>', 'virtual: it stands still until "penstock twin advance"')
        .choices(['running', 'virtual'])
        .default('running'),
    )
    .option('--restore <file>', 'a snapshot of the same world to go on from')
    .option('--port <port>', 'the port of its APIs', port)
    .option(
      '--access-log <file>',
      'append a line for each request, as a load balancer of AWS logs it',
    )
    .action((options: UpOptions) =>
      command(
        options,
        async (output) =>
          (await import('./commands/twin.ts')).twinUp(
            {
              worldFile: options.world,
              scenarioFile: options.scenario,
              speed: options.clock === 'virtual' ? 0 : options.speed,
              snapshotFile: options.restore,
              port: options.port,
              accessLogFile: options.accessLog,
              stateFolderOf: (worldFile) => stateOf(options, worldFile),
            },
            output,
          ),
        options.world,
      ),
    );
}

function running(twin: Command, name: string): Command {
  return common(twin.command(name)).option('--twin <url>', 'the address of a running twin');
}

function addTime(twin: Command): void {
  running(twin, 'advance')
    .description('move the clock of the running twin on, and with it all that is due')
    .argument('<duration>', 'how far, such as 30s or 5m', duration)
    .action((ms: number, options: RunningOptions) =>
      command(options, async (output) =>
        (await import('./commands/twin-time.ts')).twinAdvance(
          { ...runningTwin(options), ms },
          output,
        ),
      ),
    );
  running(twin, 'snapshot')
    .description('print the whole world of the running twin as one line of JSON')
    .action((options: RunningOptions) =>
      command(options, async (output) =>
        (await import('./commands/twin-time.ts')).twinSnapshot(runningTwin(options), output),
      ),
    );
  running(twin, 'restore')
    .description('put the running twin back where a snapshot was taken')
    .argument('<file>', 'what "penstock twin snapshot" printed')
    .action((file: string, options: RunningOptions) =>
      command(options, async (output) =>
        (await import('./commands/twin-time.ts')).twinRestore(
          { ...runningTwin(options), file },
          output,
        ),
      ),
    );
}

function addFaults(twin: Command): void {
  faultOptions(running(twin, 'fault'))
    .description('make something go wrong in the running twin')
    .argument('[kind]', 'a kind of fault, or a whole one as JSON: \'{"kind":…}\'')
    .action((what: string | undefined, options: RunningOptions) =>
      command(options, async (output) => {
        const fields = faultFields(options as Readonly<Record<string, Json | undefined>>);
        return (await import('./commands/twin-faults.ts')).twinFault(
          { ...runningTwin(options), what, fields },
          output,
        );
      }),
    );
  running(twin, 'faults')
    .description('list what is made to go wrong')
    .action((options: RunningOptions) =>
      command(options, async (output) =>
        (await import('./commands/twin-faults.ts')).twinFaults(runningTwin(options), output),
      ),
    );
  running(twin, 'clear')
    .description('end all of it')
    .action((options: RunningOptions) =>
      command(options, async (output) =>
        (await import('./commands/twin-faults.ts')).twinClear(runningTwin(options), output),
      ),
    );
}

function runningTwin(options: RunningOptions): RunningTwinRequest {
  return { twinUrl: options.twin, stateFolder: stateOf(options) };
}
