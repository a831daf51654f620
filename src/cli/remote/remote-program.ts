// The command line against a server: the same commands and arguments as at home, but that the server drives.
import { type Command, Option } from 'commander';
import type { Binding } from '../../pipeline/pipeline.ts';
import { ACTIONS } from '../../view/interventions.ts';
import { gatherBinding, gatherText } from '../bindings.ts';
import { place } from '../option-values.ts';
import type { Output } from '../output.ts';
import { runCommandOf } from '../planned/run-command.ts';
import type { Connection } from './connection.ts';
import type { FollowUpOptions } from './remote-starts.ts';
import { type RemoteOptions, remotely } from './remotely.ts';

const EXECUTION = ['<execution>', 'the number of the run'] as const;
const COMMENT = ['--comment <text>', 'what others shall read'] as const;
const YES = ['--yes', 'do not ask'] as const;

type Options = RemoteOptions & { readonly comment?: string };
type Work = (connection: Connection, output: Output) => Promise<number>;

function remote(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print JSON instead of text')
    .option('--project <id>', 'the project on the server, when it has several');
}

export function addRemoteCommands(program: Command): void {
  addLooks(program);
  addDecisions(program);
  addWords(program);
  addFailures(program);
  addFollowUps(program);
  addPipelines(program);
}

function addLooks(program: Command): void {
  remote(program, 'list', 'list the runs of a project').action((options: Options) =>
    remotely(options, async (connection, output) =>
      (await import('./remote-looks.ts')).listRemote(connection, output),
    ),
  );
  remote(program, 'status', 'show where a run and its traffic stand')
    .argument(...EXECUTION)
    .option('-w, --watch', "go on until the run has ended, and end with the run's exit code")
    .option('--from <seq>', 'with --watch: begin at this place of the journal', place)
    .action((run: string, options: Options & { watch?: boolean; from?: number }) =>
      remotely(options, async (connection, output) =>
        options.watch === true || options.from !== undefined
          ? (await import('./watch-remote.ts')).watchRemote(
              connection,
              { run, from: options.from ?? 0, tellsEvents: true },
              output,
            )
          : (await import('./remote-looks.ts')).statusRemote(connection, run, output),
      ),
    );
  remote(program, 'logs', 'show what the steps of a run wrote')
    .argument(...EXECUTION)
    .argument('[step]', 'only steps whose path contains this')
    .option('-f, --follow', 'from the beginning, and on until the run has ended')
    .action((run: string, step: string | undefined, options: Options & { follow?: boolean }) =>
      remotely(options, async (connection, output) => {
        const looks = await import('./remote-looks.ts');
        const show = options.follow === true ? looks.followLogsRemote : looks.logsRemote;
        return show(connection, { run, step }, output);
      }),
    );
}

function addDecisions(program: Command): void {
  for (const decision of ['approve', 'reject'] as const) {
    remote(program, decision, `${decision} an open gate of a run`)
      .argument(...EXECUTION)
      .argument('[step]', 'the path of the gate, when several are open')
      .option('--rung <rung>', 'the rung you have looked at, such as prod-50: no other')
      .option(...COMMENT)
      .action((run: string, path: string | undefined, options: Options & { rung?: string }) =>
        remotely(options, async (connection, output) => {
          const { gateMeant, sayWord } = await import('./remote-words.ts');
          const { rung, comment } = options;
          const gate = await gateMeant(connection, run, { path, rung });
          const body = { decision, gate, ...(rung && { rung }), ...(comment && { comment }) };
          return sayWord(connection, 'decideGate', run, body, output);
        }),
      );
  }
  remote(program, 'choose', 'answer what a step of a run asks')
    .argument(...EXECUTION)
    .argument('<option>', 'one of the answers that are offered')
    .argument('[step]', 'the path of the step, when several ask')
    .option(...COMMENT)
    .action((run: string, option: string, path: string | undefined, options: Options) =>
      remotely(options, async (connection, output) => {
        const { choiceMeant, sayWord } = await import('./remote-words.ts');
        const body = { option, path: await choiceMeant(connection, run, path), ...said(options) };
        return sayWord(connection, 'makeChoice', run, body, output);
      }),
    );
}

function addWords(program: Command): void {
  const simple = (
    name: string,
    description: string,
    work: (run: string, options: Options) => Work,
  ) =>
    remote(program, name, description)
      .argument(...EXECUTION)
      .option(...COMMENT)
      .action((run: string, options: Options) => remotely(options, work(run, options)));
  simple(
    'pause',
    'hold a run: what runs ends, and nothing new begins but a way back',
    (run, options) => async (connection, output) =>
      (await words()).sayWord(connection, 'pauseRun', run, said(options), output),
  );
  simple(
    'unpause',
    'let a paused run go on',
    (run, options) => async (connection, output) =>
      (await words()).sayWord(connection, 'unpauseRun', run, said(options), output),
  );
  simple(
    'resume',
    'let the server go on with a run that nobody drives',
    (run) => async (connection, output) =>
      (await words()).sayWord(connection, 'resumeRun', run, {}, output),
  );
  simple(
    'resolve',
    'say that what a Dirty run left over is dealt with',
    (run, options) => async (connection, output) => {
      const { anyway } = options as Options & { readonly anyway?: boolean };
      const body = { ...said(options), evenIfStillThere: anyway === true };
      return (await words()).sayWord(connection, 'resolveRun', run, body, output);
    },
  ).option('--anyway', 'also with something still there, or where no cloud can be asked');
  simple(
    'abort',
    'stop a run; say what becomes of the traffic',
    (run, options) => async (connection, output) => {
      const { restore, leave } = options as Options & { restore?: boolean; leave?: boolean };
      if (restore === leave) throw (await import('./remotely.ts')).oneOf('--restore', '--leave');
      const body = { restore: restore === true, ...said(options) };
      return (await words()).sayWord(connection, 'abortRun', run, body, output);
    },
  )
    .option('--restore', 'put every rule and group back as before the run (RolledBack)')
    .option('--leave', 'change nothing more; what is left is listed (Dirty)');
}

function words(): Promise<typeof import('./remote-words.ts')> {
  return import('./remote-words.ts');
}

function said({ comment }: Options): { readonly comment?: string } {
  return comment === undefined ? {} : { comment };
}

function addFailures(program: Command): void {
  remote(program, 'intervene', 'say what becomes of a step that broke and waits for a word')
    .argument(...EXECUTION)
    .argument('<step>', 'its path, or the last part of it')
    .argument('<action>', ACTIONS.join(', '))
    .option(...COMMENT)
    .action((run: string, step: string, action: string, options: Options) =>
      remotely(options, async (connection, output) => {
        const { sayWord, stepMeant } = await words();
        const path = await stepMeant(connection, run, step);
        return sayWord(connection, 'intervene', run, { path, action, ...said(options) }, output);
      }),
    );
  remote(program, 'mark-as-failed', 'let what runs fail, so that its failure strategies act')
    .argument(...EXECUTION)
    .argument('[step]', 'one step; without it all that runs')
    .option(...COMMENT)
    .action((run: string, step: string | undefined, options: Options) =>
      remotely(options, async (connection, output) => {
        const { sayWord, stepMeant } = await words();
        const path = step === undefined ? {} : { path: await stepMeant(connection, run, step) };
        return sayWord(connection, 'markAsFailed', run, { ...path, ...said(options) }, output);
      }),
    );
  remote(program, 'give-input', 'give what a step asks for while it runs')
    .argument(...EXECUTION)
    .argument('<step>', 'its path, or the last part of it')
    .argument('<name=value...>', 'the inputs')
    .action((run: string, step: string, pairs: readonly string[], options: Options) =>
      remotely(options, async (connection, output) => {
        const { sayWord, stepMeant } = await words();
        const bindings = pairs.reduce<readonly Binding[]>(
          (before, pair) => gatherBinding('input')(pair, before),
          [],
        );
        const inputs = Object.fromEntries(bindings.map(({ path, value }) => [path, value]));
        const path = await stepMeant(connection, run, step);
        return sayWord(connection, 'giveInputs', run, { path, inputs }, output);
      }),
    );
}

function addFollowUps(program: Command): void {
  const begun = (name: string, description: string) =>
    remote(program, name, description)
      .argument(...EXECUTION)
      .option('--detach', 'start it and return at once');
  begun('rollback', 'put everything back, while the run goes on or blue is still warm')
    .option(...COMMENT)
    .option(...YES)
    .option('--scale-up', 'bring a blue that has shrunk back to its size first')
    .action((run: string, options: Options & FollowUpOptions) =>
      remotely(options, async (connection, output) =>
        (await starts()).rollBackRemote(connection, run, options, output),
      ),
    );
  begun('cleanup', 'drain and delete the old group that is kept warm')
    .option(...COMMENT)
    .option(...YES)
    .action((run: string, options: Options & FollowUpOptions) =>
      remotely(options, async (connection, output) =>
        (await starts()).cleanUpRemote(connection, run, options, output),
      ),
    );
  begun('retry', 'run again what failed, from a stage or a step')
    .option('--from <place>', 'STAGE or STAGE/STEP (default: the first stage that failed)')
    .action((run: string, options: Options & { detach?: boolean; from?: string }) =>
      remotely(options, async (connection, output) =>
        (await starts()).retryRemote(connection, run, options, output),
      ),
    );
}

function starts(): Promise<typeof import('./remote-starts.ts')> {
  return import('./remote-starts.ts');
}

interface PipelineOptions extends Options {
  readonly on?: 'twin' | 'aws';
  readonly twin?: string;
  readonly input: readonly Binding[];
  readonly set: readonly Binding[];
  readonly inputs: readonly string[];
  readonly adoptUnmanaged?: boolean;
  readonly detach?: boolean;
  readonly plan?: string;
  readonly values?: boolean;
  readonly strict?: boolean;
}

function addPipelines(program: Command): void {
  acting(remote(program, 'run', 'start a pipeline of the project; the server drives it'))
    .option('--plan <hash>', 'only if nothing that matters has changed since "penstock plan"')
    .option('--detach', 'start it and return at once')
    .action((pipeline: string, options: PipelineOptions) =>
      remotely(options, async (connection, output) =>
        (await pipelines()).runRemote(
          connection,
          {
            ...requestOf(pipeline, options),
            plannedAs: options.plan,
            detach: options.detach === true,
          },
          output,
        ),
      ),
    );
  acting(remote(program, 'plan', 'say what a run would do; reads only'))
    .option('--values', 'show every resolved value and where it came from')
    .action((pipeline: string, options: PipelineOptions) =>
      remotely(options, async (connection, output) => {
        const more = { isWhole: options.values === true, runCommand: runCommandOf(process.argv) };
        const request = { ...requestOf(pipeline, options), ...more };
        return (await pipelines()).planRemote(connection, request, output);
      }),
    );
  remote(program, 'validate', 'say everything that is wrong with a pipeline of the project')
    .argument('[pipeline]', 'its file in the project')
    .option('--strict', 'take every warning for an error')
    .action((pipeline: string | undefined, options: PipelineOptions) =>
      remotely(options, async (connection, output) => {
        const given = { pipeline, isStrict: options.strict === true };
        return (await pipelines()).validateRemote(connection, given, output);
      }),
    );
  remote(program, 'inputs', 'show the open inputs of a pipeline')
    .argument('<pipeline>', 'its file in the project')
    .action((pipeline: string, options: PipelineOptions) =>
      remotely(options, async (connection, output) =>
        (await pipelines()).inputsRemote(connection, pipeline, output),
      ),
    );
}

function pipelines(): Promise<typeof import('./remote-pipelines.ts')> {
  return import('./remote-pipelines.ts');
}

function acting(command: Command): Command {
  return command
    .argument('<pipeline>', 'its file in the project')
    .addOption(
      new Option('--on <world>', 'where it acts').choices(['twin', 'aws']).makeOptionMandatory(),
    )
    .option('--twin <url>', 'the address of a running twin')
    .option('--input <PATH=VALUE>', 'bind an <+input>; may be repeated', gatherBinding('input'), [])
    .option('--inputs <ID>', 'take an input set; a later one wins', gatherText, [])
    .option('--set <PATH=VALUE>', 'override any scalar; may be repeated', gatherBinding('set'), [])
    .option('--adopt-unmanaged', 'on a first deployment, accept healthy targets of no known group');
}

function requestOf(pipeline: string, options: PipelineOptions) {
  return {
    pipeline,
    on: options.on ?? 'twin',
    twinUrl: options.twin,
    bindings: [...options.set, ...options.input],
    inputSets: options.inputs,
    adoptUnmanaged: options.adoptUnmanaged ?? false,
  };
}
