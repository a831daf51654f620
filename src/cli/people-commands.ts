// The commands with which people steer a run, whoever drives it: approve, reject, abort, resume.
import type { Command } from 'commander';
import { type Common, command, common } from './command.ts';
import type { DecideRequest } from './commands/decide.ts';
import { namedValue, namedValues } from './option-values.ts';
import { stateOf } from './where.ts';

interface AbortOptions extends Common {
  readonly restore?: boolean;
  readonly leave?: boolean;
  readonly comment?: string;
}

interface DecideOptions extends Common {
  readonly rung?: string;
  readonly comment?: string;
  readonly input?: Readonly<Record<string, string>>;
}

const EXECUTION = ['<execution>', 'the number of the run'] as const;
const COMMENT = ['--comment <text>', 'what others shall read'] as const;

export function addPeopleCommands(program: Command): void {
  addDecisions(program);
  addResolve(program);
  addChoose(program);
  addPauses(program);
  addGiveInput(program);
  common(program.command('abort'))
    .description('stop a run, whoever drives it; say what becomes of the traffic')
    .argument(...EXECUTION)
    .option('--restore', 'put every rule and group back as before the run (RolledBack)')
    .option(
      '--leave',
      'change nothing more; what is left is listed with commands that clear it (Dirty)',
    )
    .option(...COMMENT)
    .action((execution: string, { restore, leave, ...options }: AbortOptions) =>
      command(options, async (output) =>
        (await import('./commands/abort.ts')).abort(
          {
            execution,
            restore: restore === leave ? undefined : restore === true,
            isBoth: restore === true && leave === true,
            comment: options.comment,
            stateFolder: stateOf(options),
          },
          output,
        ),
      ),
    );
  common(program.command('resume'))
    .description('drive a run that nobody drives: one let go of, killed, or started with --detach')
    .argument(...EXECUTION)
    .option('--adopt-unmanaged', 'on a first deployment, accept healthy targets of no known group')
    .action((execution: string, options: Common & { adoptUnmanaged?: boolean }) =>
      command(options, async (output) =>
        (await import('./commands/resume.ts')).resume(
          {
            execution,
            stateFolder: stateOf(options),
            folder: options.project,
            adoptUnmanaged: options.adoptUnmanaged ?? false,
          },
          output,
        ),
      ),
    );
}

function addPauses(program: Command): void {
  const describe = {
    pause: 'hold a run: what runs ends, and nothing new begins but a way back',
    unpause: 'let a paused run go on',
  } as const;
  for (const name of ['pause', 'unpause'] as const) {
    common(program.command(name))
      .description(describe[name])
      .argument(...EXECUTION)
      .option(...COMMENT)
      .action((execution: string, options: Common & { comment?: string }) =>
        command(options, async (output) =>
          (await import('./commands/pause.ts'))[name](
            { execution, comment: options.comment, stateFolder: stateOf(options) },
            output,
          ),
        ),
      );
  }
}

function addGiveInput(program: Command): void {
  common(program.command('give-input'))
    .description('give what a step asks for before it begins; "penstock status" shows the question')
    .argument(...EXECUTION)
    .argument('<step>', 'the step that asks: its path, or the last part of it')
    .argument('[name=value...]', 'a value for each name; one that is left out has its default')
    .option(...COMMENT)
    .action(
      (
        execution: string,
        step: string,
        given: readonly string[],
        options: Common & { comment?: string },
      ) =>
        command(options, async (output) =>
          (await import('./commands/give-input.ts')).giveInput(
            {
              execution,
              step,
              values: namedValues(given),
              comment: options.comment,
              stateFolder: stateOf(options),
            },
            output,
          ),
        ),
    );
}

function addResolve(program: Command): void {
  common(program.command('resolve'))
    .description(
      'say that what a Dirty run left over is dealt with; its rules and groups are free then',
    )
    .argument(...EXECUTION)
    .option(...COMMENT)
    .option('--anyway', 'also with something still there, or where no cloud can be asked')
    .action((execution: string, options: Common & { comment?: string; anyway?: boolean }) =>
      command(options, async (output) =>
        (await import('./commands/resolve.ts')).resolve(
          {
            execution,
            comment: options.comment,
            anyway: options.anyway ?? false,
            stateFolder: stateOf(options),
            folder: options.project,
          },
          output,
        ),
      ),
    );
}

function addDecisions(program: Command): void {
  for (const decision of ['approve', 'reject'] as const) {
    const made = common(program.command(decision))
      .description(`${decision} an open gate of a run`)
      .argument(...EXECUTION)
      .argument('[step]', 'the path of the gate, when several are open')
      .option('--rung <rung>', 'the rung you have looked at, such as prod-50: no other')
      .option(...COMMENT)
      .action((execution: string, path: string | undefined, options: DecideOptions) =>
        command(options, async (output) =>
          (await import('./commands/decide.ts')).decide(
            decisionOf(execution, decision, path, options),
            output,
          ),
        ),
      );
    if (decision === 'approve') {
      made.option('--input <name=value>', 'what the gate asks for; repeat it for each', namedValue);
    }
  }
}

function decisionOf(
  execution: string,
  decision: DecideRequest['decision'],
  path: string | undefined,
  { rung, comment, input, ...options }: DecideOptions,
): DecideRequest {
  return {
    execution,
    decision,
    path,
    ...(rung !== undefined && { rung }),
    ...(input !== undefined && { inputs: input }),
    comment,
    stateFolder: stateOf(options),
    folder: options.project ?? '.',
  };
}

function addChoose(program: Command): void {
  common(program.command('choose'))
    .description('answer what a step of a run asks; "penstock status" shows the question')
    .argument(...EXECUTION)
    .argument('<option>', 'one of the answers that are offered')
    .argument('[step]', 'the path of the step, when several ask')
    .option(...COMMENT)
    .action(
      (
        execution: string,
        option: string,
        path: string | undefined,
        options: Common & { comment?: string },
      ) =>
        command(options, async (output) =>
          (await import('./commands/choose.ts')).choose(
            { execution, option, path, comment: options.comment, stateFolder: stateOf(options) },
            output,
          ),
        ),
    );
}
