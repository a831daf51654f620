// The commands of the twin: bring one up, and say what goes wrong in it.
import type { Command } from 'commander';
import type { Json } from '../lib/json.ts';
import { type Common, command, common } from './command.ts';
import { twinUp } from './commands/twin.ts';
import {
  type RunningTwinRequest,
  twinClear,
  twinFault,
  twinFaults,
} from './commands/twin-faults.ts';
import { faultFields, faultOptions } from './fault-options.ts';
import { positive } from './option-values.ts';
import { stateOf } from './where.ts';

interface UpOptions extends Common {
  readonly world: string;
  readonly speed: number;
  readonly port?: number;
  readonly accessLog?: string;
}

type RunningOptions = Common & { readonly twin?: string };

export function addTwinCommands(program: Command): void {
  const twin = program
    .command('twin')
    .description('the local twin of ALB, EC2, Spot and CloudWatch');
  addUp(twin);
  addFaults(twin);
}

function addUp(twin: Command): void {
  common(twin.command('up'))
    .description('start a twin and keep it up')
    .option('--world <file>', 'the world it starts with', 'world.yaml')
    .option('--speed <factor>', 'how much faster than the wall its clock runs', positive, 60)
    .option('--port <port>', 'the port of its APIs', positive)
    .option(
      '--access-log <file>',
      'append a line for each request, as a load balancer of AWS logs it',
    )
    .action((options: UpOptions) =>
      command(
        options,
        (output) =>
          twinUp(
            {
              worldFile: options.world,
              speed: options.speed,
              port: options.port,
              accessLogFile: options.accessLog,
              stateFolder: stateOf(options, options.world),
            },
            output,
          ),
        options.world,
      ),
    );
}

function addFaults(twin: Command): void {
  const running = (name: string): Command =>
    common(twin.command(name)).option('--twin <url>', 'the address of a running twin');
  faultOptions(running('fault'))
    .description('make something go wrong in the running twin')
    .argument('[kind]', 'a kind of fault, or a whole one as JSON: \'{"kind":…}\'')
    .action((what: string | undefined, options: RunningOptions) =>
      command(options, (output) => {
        const fields = faultFields(options as Readonly<Record<string, Json | undefined>>);
        return twinFault({ ...runningTwin(options), what, fields }, output);
      }),
    );
  running('faults')
    .description('list what is made to go wrong')
    .action((options: RunningOptions) =>
      command(options, (output) => twinFaults(runningTwin(options), output)),
    );
  running('clear')
    .description('end all of it')
    .action((options: RunningOptions) =>
      command(options, (output) => twinClear(runningTwin(options), output)),
    );
}

function runningTwin(options: RunningOptions): RunningTwinRequest {
  return { twinUrl: options.twin, stateFolder: stateOf(options) };
}
