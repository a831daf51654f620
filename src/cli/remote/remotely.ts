// Runs one command against the server that the command line names.
import { Refusal } from '../../app/refusal.ts';
import { command } from '../command.ts';
import type { Output } from '../output.ts';
import { type Connection, connect } from './connection.ts';
import { serverOf } from './server-of.ts';

export interface RemoteOptions {
  readonly json?: boolean;
  readonly project?: string;
}

export function remotely(
  { json, project }: RemoteOptions,
  work: (connection: Connection, output: Output) => Promise<number>,
): Promise<void> {
  const url = serverOf(process.argv, process.env) ?? '';
  const token = process.env['PENSTOCK_TOKEN'];
  return command({ ...(json && { json }) }, async (output) => {
    const there = await connect({ url, project, token });
    const inProject = project === undefined ? '' : ` --project ${project}`;
    return await work(there, { ...output, where: `${inProject} --server ${url}` });
  });
}

export function oneOf(one: string, other: string): Refusal {
  return new Refusal('usage', `Give "${one}" or "${other}", one of the two. Nothing was done.`);
}
