// The commands that begin with a pipeline of a server's project: validate, inputs, plan, run.
import type { Answer } from '../../api/client.ts';
import type { Json } from '../../lib/json.ts';
import type { Binding } from '../../pipeline/pipeline.ts';
import type { Outlook } from '../../traffic/outlook.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { drawPlan } from '../planned/draw-plan.ts';
import { asked, type Connection } from './connection.ts';
import { watchRemote } from './watch-remote.ts';

export interface RemoteRun {
  /** As the server's project names it. */
  readonly pipeline: string;
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string | undefined;
  readonly bindings: readonly Binding[];
  readonly inputSets: readonly string[];
  readonly adoptUnmanaged: boolean;
}

function bodyOf(request: RemoteRun) {
  const { pipeline, on, twinUrl, bindings, inputSets, adoptUnmanaged } = request;
  return {
    pipeline,
    on,
    ...(twinUrl !== undefined && { twinUrl }),
    inputs: Object.fromEntries(bindings.map(({ path, value }) => [path, value])),
    inputSets: [...inputSets],
    adoptUnmanaged,
  };
}

type Diagnostic = Answer<'validate'>['diagnostics'][number];

function tellDiagnostics(diagnostics: readonly Diagnostic[], tell: (line: string) => void): void {
  for (const { file, line, column, severity, code, message } of diagnostics) {
    const place = file === null ? '' : `${file}:${line ?? 1}:${column ?? 1}: `;
    tell(`${place}${severity} [${code}] ${message}`);
  }
}

export async function validateRemote(
  { client, project }: Connection,
  given: { readonly pipeline: string | undefined; readonly isStrict: boolean },
  output: Output,
): Promise<number> {
  const { pipeline, isStrict } = given;
  const body = { ...(pipeline !== undefined && { pipeline }), isStrict };
  const { diagnostics } = await asked(client.call('validate', { params: { project }, body }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  tellDiagnostics(diagnostics, (line) => output.say(line));
  output.say(errors === 0 ? 'The pipeline is valid.' : 'Nothing can be started.');
  output.result({ valid: errors === 0, diagnostics: diagnostics as unknown as Json });
  return errors === 0 ? EXIT.Success : EXIT.invalid;
}

export async function inputsRemote(
  { client, project }: Connection,
  pipeline: string,
  output: Output,
): Promise<number> {
  const params = { project, pipeline };
  const answer = await asked(client.call('readPipelineInputs', { params }));
  if (answer.inputs.length === 0) output.say('The pipeline has no open inputs.');
  for (const { path, written, isRequired } of answer.inputs) {
    output.say(`${path}: ${written}${isRequired ? '' : '  (has a default)'}`);
  }
  output.result(answer as unknown as Json);
  return EXIT.Success;
}

export async function planRemote(
  { client, project }: Connection,
  request: RemoteRun & { readonly isWhole: boolean; readonly runCommand: string },
  output: Output,
): Promise<number> {
  const params = { project };
  const planned = await asked(client.call('createPlan', { params, body: bodyOf(request) }));
  tellDiagnostics(planned.warnings, (line) => output.note(line));
  const picture = {
    outlook: planned.outlook as unknown as Outlook,
    hash: planned.hash.slice(0, 12),
    world: planned.world,
    command: `${request.runCommand} --plan ${planned.hash.slice(0, 12)}`,
    columns: output.columns(),
    values: planned.values as unknown as Parameters<typeof drawPlan>[0]['values'],
    isWhole: request.isWhole,
  };
  for (const line of drawPlan(picture, output.paint)) output.say(line);
  for (const each of planned.heldBy) output.say(`A run would queue now, behind ${each}`);
  const { outlook, ...rest } = planned;
  output.result({ ...(rest as object), ...(outlook as object) } as unknown as Json);
  return EXIT.Success;
}

export async function runRemote(
  connection: Connection,
  request: RemoteRun & { readonly plannedAs: string | undefined; readonly detach: boolean },
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const { plannedAs, detach } = request;
  const body = { ...bodyOf(request), ...(plannedAs !== undefined && { plan: plannedAs }) };
  const idempotencyKey = crypto.randomUUID();
  const started = await asked(
    client.call('startRun', { params: { project }, body, idempotencyKey }),
  );
  return await goOn(connection, started, detach, output);
}

export interface Begun {
  readonly run: string | null;
  readonly queuedBehind: readonly string[];
  readonly says: string;
}

/** The server drives; whoever started the run watches it to its end. */
export async function goOn(
  connection: Connection,
  { run, queuedBehind, says }: Begun,
  detach: boolean,
  output: Output,
): Promise<number> {
  if (detach || run === null) {
    output.say(says);
    output.result({ execution: run, status: run === null ? 'Queued' : 'Running', queuedBehind });
    return EXIT.Success;
  }
  output.note(says);
  return await watchRemote(connection, { run, from: 0, tellsEvents: false }, output);
}
