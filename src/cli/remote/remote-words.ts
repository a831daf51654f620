// The commands by which a person's word reaches a run of a server.
import type { Call } from '../../api/client.ts';
import type { RouteName } from '../../api/route-paths.ts';
import type { RunPage } from '../../api/schemas/run-page.ts';
import { Refusal } from '../../app/refusal.ts';
import type { Json } from '../../lib/json.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { asked, type Connection } from './connection.ts';

type Word = Extract<
  RouteName,
  | 'decideGate'
  | 'makeChoice'
  | 'intervene'
  | 'markAsFailed'
  | 'giveInputs'
  | 'pauseRun'
  | 'unpauseRun'
  | 'abortRun'
  | 'resolveRun'
  | 'resumeRun'
>;

/** Says one word and shows what follows of it. */
export async function sayWord<Name extends Word>(
  { client, project }: Connection,
  name: Name,
  run: string,
  body: Call<Name> extends { readonly body: infer Body } ? Body : never,
  output: Output,
): Promise<number> {
  const given = { params: { project, run }, body } as unknown as Parameters<
    typeof client.call<Name>
  >[1];
  const counted = (await asked(client.call(name, given))) as {
    readonly by: string;
    readonly says: string;
  };
  output.say(counted.says);
  output.result({ execution: run, ...(counted as unknown as { readonly [key: string]: Json }) });
  return EXIT.Success;
}

/** The gate that is meant: the one at the path, or behind the rung, or the only one that is open. */
export async function gateMeant(
  connection: Connection,
  run: string,
  { path, rung }: { readonly path: string | undefined; readonly rung: string | undefined },
): Promise<string> {
  if (path !== undefined) return path;
  const { gates } = await pageOf(connection, run);
  const open = rung === undefined ? gates : gates.filter((gate) => gate.rung === rung);
  return only(open, run, 'gate');
}

/** The path of the step that asks, when only one does. */
export async function choiceMeant(
  connection: Connection,
  run: string,
  path: string | undefined,
): Promise<string> {
  if (path !== undefined) return path;
  return only((await pageOf(connection, run)).choices, run, 'question');
}

/** A step by its path, or the last part of it, among those that ask or wait. */
export async function stepMeant(
  connection: Connection,
  run: string,
  step: string,
): Promise<string> {
  const { choices, waits, running } = await pageOf(connection, run);
  const paths = [...choices, ...waits, ...running].map(({ path }) => path);
  return paths.find((path) => path === step || path.endsWith(`/${step}`)) ?? step;
}

async function pageOf({ client, project }: Connection, run: string): Promise<RunPage> {
  return asked(client.call('readRun', { params: { project, run } }));
}

function only(open: readonly { readonly path: string }[], run: string, what: string): string {
  const [first, ...others] = open;
  if (first !== undefined && others.length === 0) return first.path;
  const paths = open.map(({ path }) => path).join(', ');
  throw new Refusal(
    'state',
    first === undefined
      ? `No ${what} of run ${run} is open. Nothing was done.`
      : `Run ${run} has several open: name one by its path (${paths}). Nothing was done.`,
  );
}
