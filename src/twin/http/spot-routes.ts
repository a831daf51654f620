// Spot's Elastigroup API over HTTP: which path and method is which operation.
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { objectOf } from '../request-fields.ts';
import type { SpotControlOperation } from '../spot-control.ts';
import type { Spot, SpotListQuery, SpotOperation, Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import type { Answer, Received } from './answer.ts';
import { parseJson } from './parse-json.ts';
import { type ControlRoute, controlRequest, controlRoute } from './spot-control-routes.ts';
import { type SpotContent, spotError, spotSuccess } from './spot-envelope.ts';
import { notModelled } from './spot-not-modelled.ts';

export function answerSpot(twin: Twin, now: number, received: Received): Answer {
  const { spot } = twin;
  const [, groupId, part] = PATH.exec(received.url.pathname) ?? [];
  const route = `${received.method} ${groupId === undefined ? '' : 'id'}${part ?? ''}`;
  const control = controlRoute(received.method, received.url.pathname);
  const plain = PATH.test(received.url.pathname) ? OPERATIONS[route] : undefined;
  const operation = control?.operation ?? plain;
  try {
    authorize(spot, received);
    if (operation === undefined) {
      const feature = notModelled(received.url.pathname);
      if (feature !== undefined) {
        throw new TwinError('spot', 400, 'NOT_MODELLED', `The twin does not model ${feature}`);
      }
      throw new TwinError('spot', 404, 'NOT_FOUND', `${received.url.pathname} does not exist`);
    }
    const content =
      plain === undefined
        ? performControl(spot, control, received)
        : perform(spot, plain, groupId ?? '', received);
    return spotSuccess(received, now, content, spot.rateLimit(operation));
  } catch (error) {
    if (!(error instanceof TwinError) || error.httpStatus === 0) throw error;
    const limit = operation === undefined ? undefined : spot.rateLimit(operation);
    return spotError(received, now, error, limit);
  }
}

const PATH = /^\/aws\/ec2\/group(?:\/([^/]+)(\/[A-Za-z]+)?)?$/;

type GroupOperation = Exclude<SpotOperation, SpotControlOperation>;

const OPERATIONS: Readonly<Record<string, GroupOperation>> = {
  'GET ': 'list',
  'POST ': 'create',
  'GET id': 'read',
  'PUT id': 'update',
  'DELETE id': 'delete',
  'PUT id/capacity': 'capacity',
  'GET id/status': 'status',
  'GET id/instanceHealthiness': 'instanceHealthiness',
  'GET id/suspension': 'suspensions',
  'POST id/suspension': 'suspend',
  'DELETE id/suspension': 'resume',
};

function authorize(spot: Spot, { headers, url }: Received): void {
  const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  spot.authorize(token, url.searchParams.get('accountId') ?? undefined);
}

function performControl(
  spot: Spot,
  control: ControlRoute | undefined,
  received: Received,
): SpotContent {
  if (control === undefined) return {};
  const { operation, id, rollId, kind } = control;
  const request = controlRequest(received.url.searchParams, bodyOf(received), rollId);
  const items = spot.control[operation](id, request);
  return kind === undefined ? {} : { kind, items };
}

function perform(
  spot: Spot,
  operation: GroupOperation,
  id: string,
  received: Received,
): SpotContent {
  const body = bodyOf(received);
  switch (operation) {
    case 'list':
      return { kind: GROUP, items: spot.list(listQuery(received.url.searchParams)) };
    case 'create':
      return { kind: GROUP, items: spot.create(objectOf(body, 'group') ?? {}) };
    case 'read':
      return { kind: GROUP, items: spot.read(id) };
    case 'update':
      return { kind: GROUP, items: spot.update(id, objectOf(body, 'group') ?? {}) };
    case 'delete':
      spot.delete(id);
      return {};
    case 'capacity':
      return {
        kind: `${GROUP}:capacity`,
        items: spot.capacity(id, objectOf(body, 'capacity') ?? {}),
      };
    case 'status':
      return { kind: GROUP, items: spot.status(id) };
    case 'instanceHealthiness':
      return { kind: `${GROUP}:instanceHealthiness`, items: spot.instanceHealthiness(id) };
    case 'suspensions':
      return { kind: SUSPENSION, items: spot.suspensions(id) };
    case 'suspend':
      return { kind: SUSPENSION, items: spot.suspend(id, body) };
    case 'resume':
      spot.resume(id, body);
      return {};
  }
}

const GROUP = 'spotinst:aws:ec2:group';
const SUSPENSION = 'spotinst:aws:ec2:suspension';

function bodyOf({ body }: Received): JsonObject {
  const parsed = parseJson(body);
  if (isJsonObject(parsed)) return parsed;
  throw new TwinError('spot', 400, 'INVALID_JSON', 'The body is not a JSON object');
}

function listQuery(query: URLSearchParams): SpotListQuery {
  return {
    minCreatedAt: timeOf(query.get('minCreatedAt')),
    maxCreatedAt: timeOf(query.get('maxCreatedAt')),
    name: query.get('name') ?? undefined,
  };
}

/** Milliseconds since 1970, or a day as `yyyy-mm-dd`. */
function timeOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number(text);
  if (text !== '' && Number.isFinite(at)) return at;
  throw new TwinError('spot', 400, 'INVALID_PARAMETER', `'${text}' is neither a time nor a day`);
}
