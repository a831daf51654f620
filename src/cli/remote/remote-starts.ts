// The commands that go on from a run of a server: rollback, cleanup, retry; what moves traffic or removes something asks first, as at home.
import { confirm } from '../confirm.ts';
import type { Output } from '../output.ts';
import { asked, type Connection } from './connection.ts';
import { goOn } from './remote-pipelines.ts';

export interface StartOptions {
  readonly detach?: boolean;
}

export interface FollowUpOptions extends StartOptions {
  readonly comment?: string;
  readonly yes?: boolean;
  readonly scaleUp?: boolean;
}

export async function rollBackRemote(
  connection: Connection,
  run: string,
  { detach, comment, yes, scaleUp }: FollowUpOptions,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const params = { project, run };
  const { says, steps } = await asked(client.call('readWayBack', { params }));
  const question = `Roll back run ${run} now?`;
  await confirm([says, ...steps], { isYes: yes === true, question }, output);
  const body = { scaleUp: scaleUp === true, ...(comment !== undefined && { comment }) };
  const begun = await asked(client.call('rollBack', { params, body }));
  return await goOn(connection, begun, detach === true, output);
}

export async function cleanUpRemote(
  connection: Connection,
  run: string,
  { detach, comment, yes }: FollowUpOptions,
  output: Output,
): Promise<number> {
  const { client, project } = connection;
  const lines = [`The old group that run ${run} keeps warm is drained and deleted.`];
  const question = 'After that there is no way back to it. Delete it?';
  await confirm(lines, { isYes: yes === true, question }, output);
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
