// `penstock twin advance`, `snapshot` and `restore`: a running twin's time.
import { stateFolderAt } from '../../app/state-folder.ts';
import { readSnapshot } from '../../app/twin/read-snapshot.ts';
import { type TwinTime, timeOf } from '../../app/twin/twin-time.ts';
import { findTwin } from '../../app/world.ts';
import { formatDuration } from '../../lib/duration.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import type { RunningTwinRequest } from './twin-faults.ts';

export async function twinAdvance(
  request: RunningTwinRequest & { readonly ms: number },
  output: Output,
): Promise<number> {
  const now = await timeIn(request).advance(request.ms);
  const at = new Date(now).toISOString();
  output.say(`The twin is ${formatDuration(request.ms)} further: its clock shows ${at}.`);
  output.result({ now });
  return EXIT.Success;
}

/** The snapshot is the output in both forms: it is meant for a file. */
export async function twinSnapshot(request: RunningTwinRequest, output: Output): Promise<number> {
  const snapshot = await timeIn(request).snapshot();
  output.say(JSON.stringify(snapshot));
  output.result(snapshot);
  return EXIT.Success;
}

export async function twinRestore(
  request: RunningTwinRequest & { readonly file: string },
  output: Output,
): Promise<number> {
  const now = await timeIn(request).restore(readSnapshot(request.file));
  output.say(`The twin is where ${request.file} was taken; its clock goes on from now.`);
  output.result({ now });
  return EXIT.Success;
}

function timeIn({ twinUrl, stateFolder }: RunningTwinRequest): TwinTime {
  return timeOf(findTwin(stateFolderAt(stateFolder), twinUrl).url);
}
