// Spot's calls beside the groups themselves: single instances, scaling, rolls, history and costs.
import type { Json, JsonObject } from '../lib/json.ts';

export type SpotControlOperation =
  | 'scaleUp'
  | 'scaleDown'
  | 'detachInstances'
  | 'lock'
  | 'unlock'
  | 'enterStandby'
  | 'exitStandby'
  | 'interrupt'
  | 'readInstance'
  | 'events'
  | 'logs'
  | 'costs'
  | 'detailedCosts'
  | 'startRoll'
  | 'listRolls'
  | 'rollStatus'
  | 'stopRoll'
  | 'signal'
  | 'rollAction'
  | 'suspendPolicy'
  | 'resumePolicy'
  | 'policySuspensions'
  | 'backupAmi'
  | 'spotTypes'
  | 'detachAnywhere'
  | 'importInstance'
  | 'importAutoScalingGroup';

/**
 * `id` is the group's or the instance's; a roll's own id is `rollId` of the request. The request
 * holds the query and the body in Spot's field names. Answers the items; none where Spot has none.
 */
export type SpotCall = (id: string, request: JsonObject) => readonly Json[];

export type SpotControl = Readonly<Record<SpotControlOperation, SpotCall>>;
