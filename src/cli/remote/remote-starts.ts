// The commands that go on from a run of a server: rollback, cleanup, retry.
import type { Output } from '../output.ts';
import { asked, type Connection } from './connection.ts';
import { goOn } from './remote-pipelines.ts';

export interface StartOptions {
  readonly detach?: boolean;
  readonly comment?: string;
}

export async function rollBackRemote(
  connection: Connection,
  run: string,
  { detach, comment }: StartOptions,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const body = comment === undefined ? {} : { comment };
  const begun = await asked(client.call('rollBack', { params: { project, run }, body }));
  return await goOn(connection, begun, detach === true, output);
}

export async function cleanUpRemote(
  connection: Connection,
  run: string,
  { detach, comment }: StartOptions,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const body = comment === undefined ? {} : { comment };
  const begun = await asked(client.call('cleanUp', { params: { project, run }, body }));
  return await goOn(connection, begun, detach === true, output);
}

export async function retryRemote(
  connection: Connection,
  run: string,
  { detach, from }: StartOptions & { readonly from?: string },
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const body = from === undefined ? {} : { from };
  const begun = await asked(client.call('retryRun', { params: { project, run }, body }));
  return await goOn(connection, begun, detach === true, output);
}
