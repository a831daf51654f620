// `penstock twin fault`, `faults` and `clear`: what goes wrong in a running twin.

import { Refusal } from '../../app/refusal.ts';
import { stateFolderAt } from '../../app/state-folder.ts';
import { describeFault } from '../../app/twin/describe-fault.ts';
import { faultsOf, type TwinFaults } from '../../app/twin/twin-faults.ts';
import { findTwin } from '../../app/world.ts';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export interface RunningTwinRequest {
  readonly twinUrl: string | undefined;
  readonly stateFolder: string;
}

export interface FaultRequest extends RunningTwinRequest {
  /** A kind, or a whole fault as JSON. */
  readonly what: string | undefined;
  readonly fields: JsonObject;
}

export async function twinFault(request: FaultRequest, output: Output): Promise<number> {
  const fault = faultOf(request);
  await faultsIn(request).inject(fault);
  output.say(`It goes wrong from now on: ${describeFault(fault)}.`);
  output.say('"penstock twin faults" lists what lasts, "penstock twin clear" ends it.');
  output.result({ injected: fault });
  return EXIT.Success;
}

export async function twinFaults(request: RunningTwinRequest, output: Output): Promise<number> {
  const faults = await faultsIn(request).list();
  if (faults.length === 0) output.say('Nothing is made to go wrong.');
  for (const fault of faults) output.say(describeFault(fault));
  output.result({ faults });
  return EXIT.Success;
}

export async function twinClear(request: RunningTwinRequest, output: Output): Promise<number> {
  const faults = faultsIn(request);
  const ended = await faults.list();
  await faults.clear();
  output.say(
    ended.length === 0
      ? 'Nothing was made to go wrong.'
      : `Ended: ${ended.map(describeFault).join('; ')}.`,
  );
  output.result({ ended });
  return EXIT.Success;
}

function faultsIn({ twinUrl, stateFolder }: RunningTwinRequest): TwinFaults {
  return faultsOf(findTwin(stateFolderAt(stateFolder), twinUrl).url);
}

function faultOf({ what, fields }: FaultRequest): JsonObject {
  if (what === undefined) return fields;
  if (!what.trimStart().startsWith('{')) return { kind: what, ...fields };
  let json: Json;
  try {
    json = JSON.parse(what) as Json;
  } catch (cause) {
    throw new Refusal(
      'usage',
      `The fault is not JSON: ${(cause as Error).message}. Give a kind with options instead, such as: penstock twin fault throttle --service elbv2 --operation ModifyRule. Nothing was changed.`,
      { cause },
    );
  }
  return { ...(isJsonObject(json) ? json : {}), ...fields };
}
