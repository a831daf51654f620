// Spot's paths for instances, scaling, rolls, history and costs: which one is which operation.
import type { JsonObject } from '../../lib/json.ts';
import type { SpotControlOperation } from '../spot-control.ts';

export interface ControlRoute {
  readonly operation: SpotControlOperation;
  /** Of the group or the instance. */
  readonly id: string;
  readonly rollId: string | undefined;
  /** Absent where Spot answers a status only. */
  readonly kind: string | undefined;
}

/** Undefined where the path and method are none of these. */
export function controlRoute(method: string, pathname: string): ControlRoute | undefined {
  for (const [route, operation, kind] of ROUTES) {
    if (route.method !== method) continue;
    const match = route.path.exec(pathname);
    if (match !== null) return { operation, id: match[1] ?? '', rollId: match[2], kind };
  }
  return undefined;
}

/** The request of a call: its query, with numbers and flags as such, then its body. */
export function controlRequest(
  query: URLSearchParams,
  body: JsonObject,
  rollId: string | undefined,
): JsonObject {
  const texts = [...query].filter(([name]) => name !== 'accountId');
  const fromQuery = Object.fromEntries(texts.map(([name, text]) => [name, typedValue(name, text)]));
  return { ...body, ...fromQuery, ...(rollId === undefined ? {} : { rollId }) };
}

function typedValue(name: string, text: string): number | boolean | string {
  if (NUMBERS.includes(name) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (name === 'dryRun' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const NUMBERS = ['adjustment', 'ttlInMinutes', 'limit'];
const GROUP = 'spotinst:aws:ec2:group';
const SUSPENSION = 'spotinst:aws:ec2:suspension';

type Route = readonly [
  { readonly method: string; readonly path: RegExp },
  SpotControlOperation,
  string | undefined,
];

const ROUTES: readonly Route[] = [
  [group('PUT', 'scale/up'), 'scaleUp', 'spotinst:aws:ec2:scale'],
  [group('PUT', 'scale/down'), 'scaleDown', 'spotinst:aws:ec2:scale'],
  [group('PUT', 'detachInstances'), 'detachInstances', undefined],
  [group('GET', 'events'), 'events', `${GROUP}:event`],
  [group('GET', 'logs'), 'logs', `${GROUP}:log`],
  [group('GET', 'costs'), 'costs', `${GROUP}:stats`],
  [group('GET', 'costs/detailed'), 'detailedCosts', `${GROUP}:stats`],
  [group('PUT', 'roll'), 'startRoll', `${GROUP}:roll`],
  [group('GET', 'roll'), 'listRolls', `${GROUP}:roll`],
  [group('GET', 'roll/([^/]+)/status'), 'rollStatus', `${GROUP}:roll:status`],
  [group('GET', 'roll/([^/]+)'), 'rollStatus', `${GROUP}:roll:status`],
  [group('PUT', 'roll/([^/]+)'), 'stopRoll', undefined],
  [group('POST', 'roll/([^/]+)/action'), 'rollAction', `${GROUP}:roll:action`],
  [group('POST', 'scale/suspendPolicy'), 'suspendPolicy', SUSPENSION],
  [group('POST', 'scale/resumePolicy'), 'resumePolicy', SUSPENSION],
  [group('GET', 'scale/suspensions'), 'policySuspensions', SUSPENSION],
  [group('POST', 'amiBackup'), 'backupAmi', `${GROUP}:amiBackup`],
  [exactly('GET', 'spotType'), 'spotTypes', 'spotinst:aws:ec2:spot:type'],
  [exactly('PUT', 'instance/detach'), 'detachAnywhere', undefined],
  [exactly('POST', 'group/instance/import'), 'importInstance', GROUP],
  [exactly('POST', 'group/autoScalingGroup/import'), 'importAutoScalingGroup', GROUP],
  [exactly('POST', 'instance/signal'), 'signal', 'spotinst:aws:ec2:instance:signal'],
  [exactly('POST', 'instance/interruption'), 'interrupt', undefined],
  [exactly('GET', 'instance/([^/]+)'), 'readInstance', 'spotinst:aws:ec2:instance'],
  [exactly('POST', 'instance/([^/]+)/lock'), 'lock', undefined],
  [exactly('POST', 'instance/([^/]+)/unlock'), 'unlock', undefined],
  [exactly('POST', 'instance/([^/]+)/standby/enter'), 'enterStandby', undefined],
  [exactly('POST', 'instance/([^/]+)/standby/exit'), 'exitStandby', undefined],
];

function group(method: string, part: string): Route[0] {
  return exactly(method, `group/([^/]+)/${part}`);
}

function exactly(method: string, path: string): Route[0] {
  return { method, path: new RegExp(`^/aws/ec2/${path}$`) };
}
