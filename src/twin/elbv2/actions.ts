// Listener actions: what ELBv2 refuses, and the normal form in which it keeps and answers the rest.
import type { Json, JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textOf } from '../request-fields.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import { type ForwardContext, normalForward } from './forward-action.ts';

const TERMINAL = ['forward', 'fixed-response', 'redirect'];
const AUTHENTICATION = ['authenticate-oidc', 'authenticate-cognito', 'jwt-validation'];

/** `before` are the actions that get replaced: an OIDC action may go on with their secret. */
export function normalActions(
  actions: readonly JsonObject[],
  before: readonly JsonObject[],
  context: ForwardContext,
): readonly JsonObject[] {
  if (actions.length === 0) throw validationError('A target group ARN must be specified');
  const terminal = actions.filter((action) => TERMINAL.includes(typeOf(action)));
  if (terminal.length !== 1) {
    throw elbv2Error(
      'InvalidLoadBalancerAction',
      'You must specify exactly one forward, redirect or fixed-response action',
    );
  }
  return actions.map((action) => normalAction(action, before, context));
}

/** The target groups that the forward actions name, whatever their weights. */
export function targetGroupsOf(actions: readonly JsonObject[]): readonly string[] {
  return weightsOf(actions).map(({ arn }) => arn);
}

interface Weight {
  readonly arn: string;
  readonly weight: number;
}

/** Every write looks at the actions of all rules; a list of actions is replaced, never changed. */
const knownWeights = new WeakMap<readonly JsonObject[], readonly Weight[]>();

export function weightsOf(actions: readonly JsonObject[]): readonly Weight[] {
  const weights = knownWeights.get(actions) ?? readWeights(actions);
  knownWeights.set(actions, weights);
  return weights;
}

function readWeights(actions: readonly JsonObject[]): readonly Weight[] {
  return actions.flatMap((action) =>
    (objectsOf(objectOf(action, 'ForwardConfig') ?? {}, 'TargetGroups') ?? []).map((tuple) => ({
      arn: textOf(tuple, 'TargetGroupArn') ?? '',
      weight: Number(tuple['Weight']),
    })),
  );
}

function normalAction(
  action: JsonObject,
  before: readonly JsonObject[],
  context: ForwardContext,
): JsonObject {
  const type = typeOf(action);
  const order = action['Order'] === undefined ? {} : { Order: action['Order'] };
  if (type === 'forward') return { Type: type, ...order, ...normalForward(action, context) };
  if (type === 'authenticate-oidc') return { Type: type, ...order, ...normalOidc(action, before) };
  if (!TERMINAL.includes(type) && !AUTHENTICATION.includes(type)) {
    throw validationError(`'${type}' is not a valid action type`);
  }
  return action;
}

function normalOidc(action: JsonObject, before: readonly JsonObject[]): JsonObject {
  const config = objectOf(action, 'AuthenticateOidcConfig') ?? {};
  const { ClientSecret: secret, UseExistingClientSecret: usesExisting, ...rest } = config;
  if (isTrue(usesExisting)) {
    if (!before.some((each) => typeOf(each) === 'authenticate-oidc')) {
      throw validationError('There is no existing client secret that could be used');
    }
  } else if (typeof secret !== 'string') {
    throw validationError('A client secret must be specified');
  }
  return { AuthenticateOidcConfig: rest };
}

function typeOf(action: JsonObject): string {
  return textOf(action, 'Type') ?? '';
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
