// Making, changing and removing listeners.
import { canonicalJson, type JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import type { ListenerSpec } from '../world-spec.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import type { Listener, LoadBalancing } from './load-balancing.ts';
import { listenerShape } from './shapes.ts';
import { tagsOf } from './tags.ts';

const MOST = 50;
const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';

export function createListeners(
  world: World,
  state: LoadBalancing,
): Readonly<Record<'create' | 'modify' | 'delete', ApiCall>> {
  const ids = world.random('created listeners');
  return {
    create(request) {
      const loadBalancerArn = textOf(request, 'LoadBalancerArn') ?? '';
      const loadBalancer = state.loadBalancers.get(loadBalancerArn);
      if (loadBalancer === undefined) {
        const message = `Load balancer '${loadBalancerArn}' not found`;
        throw elbv2Error('LoadBalancerNotFound', message);
      }
      const tags = tagsOf(request);
      const protocol = protocolOf(request);
      const port = numberOf(request, 'Port');
      if (protocol === undefined || port === undefined) {
        throw validationError('A listener port and a protocol must be specified');
      }
      const fields = fieldsOf(request, protocol, {}, true);
      const asked = canonicalJson(request);
      const there = listenerAt(state, loadBalancerArn, port);
      if (there !== undefined) {
        if (state.records.asked(there.spec.arn) === asked) return answer(state, there);
        throw duplicate(loadBalancerArn);
      }
      if (state.listenersOf(loadBalancerArn).length >= MOST) {
        throw elbv2Error('TooManyListeners', `A load balancer has at most ${MOST} listeners`);
      }
      const arn = `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${ids.hex(16)}`;
      const defaultActions = objectsOf(request, 'DefaultActions') ?? [];
      const spec: ListenerSpec = { arn, port, protocol, defaultActions, rules: [] };
      const listener = state.addListener(loadBalancer, spec);
      state.records.writeFields(arn, fields);
      state.records.writeTags(arn, tags);
      state.records.writeAsked(arn, asked);
      return answer(state, listener);
    },
    modify(request) {
      const listener = known(state, request);
      const { spec, loadBalancer } = listener;
      const before = state.records.fields(spec.arn);
      const protocol = protocolOf(request) ?? spec.protocol;
      const port = numberOf(request, 'Port') ?? spec.port;
      const fields = fieldsOf(request, protocol, before, protocol !== spec.protocol);
      const there = listenerAt(state, loadBalancer.arn, port);
      if (there !== undefined && there !== listener) throw duplicate(loadBalancer.arn);
      const actions = objectsOf(request, 'DefaultActions');
      if (actions !== undefined) state.writeActions(listener.defaultRule, actions);
      if (port !== spec.port || protocol !== spec.protocol) {
        state.writeListener(listener, { ...spec, port, protocol });
      }
      state.records.writeFields(spec.arn, fields);
      state.records.writeAsked(spec.arn, undefined);
      return answer(state, listener);
    },
    delete(request) {
      const listener = known(state, request);
      state.removeListener(listener);
      return {};
    },
  };
}

function known(state: LoadBalancing, request: JsonObject): Listener {
  const arn = textOf(request, 'ListenerArn') ?? '';
  const listener = state.listeners.get(arn);
  if (listener !== undefined) return listener;
  throw elbv2Error('ListenerNotFound', `Listener '${arn}' not found`);
}

function listenerAt(
  state: LoadBalancing,
  loadBalancerArn: string,
  port: number,
): Listener | undefined {
  return state.listenersOf(loadBalancerArn).find(({ spec }) => spec.port === port);
}

function duplicate(loadBalancerArn: string): ReturnType<typeof elbv2Error> {
  const message = `A listener already exists on this port for this load balancer '${loadBalancerArn}'`;
  return elbv2Error('DuplicateListener', message);
}

function answer(state: LoadBalancing, listener: Listener): JsonObject {
  const shape = listenerShape(listener, listener.defaultRule.actions.now);
  return { Listeners: [{ ...shape, ...state.records.fields(listener.spec.arn) }] };
}

function protocolOf(request: JsonObject): ListenerSpec['protocol'] | undefined {
  const protocol = textOf(request, 'Protocol');
  if (protocol === undefined || protocol === 'HTTP' || protocol === 'HTTPS') return protocol;
  throw elbv2Error(
    'UnsupportedProtocol',
    `Listener protocol '${protocol}' must be one of 'HTTP, HTTPS' for an application load balancer`,
  );
}

/** What is not sent stays; `isNew` is whether the protocol is. */
function fieldsOf(
  request: JsonObject,
  protocol: ListenerSpec['protocol'],
  before: JsonObject,
  isNew: boolean,
): JsonObject {
  if ((textsOf(request, 'AlpnPolicy') ?? []).length > 0) {
    throw elbv2Error('InvalidConfigurationRequest', 'Only TLS listeners have an ALPN policy');
  }
  const certificates = objectsOf(request, 'Certificates');
  const policy = textOf(request, 'SslPolicy');
  const authentication = objectOf(request, 'MutualAuthentication');
  if (protocol === 'HTTP') {
    if (certificates !== undefined || policy !== undefined || authentication !== undefined) {
      throw validationError(
        'Certificates, SSL policies and mutual authentication are for HTTPS listeners only',
      );
    }
    return {};
  }
  if (certificates === undefined ? isNew : certificates.length === 0) {
    throw validationError('A certificate must be specified for HTTPS listeners');
  }
  const mutual = authentication === undefined ? {} : mutualAuthentication(authentication);
  return {
    SslPolicy: DEFAULT_POLICY,
    ...before,
    ...(certificates === undefined ? {} : { Certificates: [certificateOf(certificates)] }),
    ...(policy === undefined ? {} : { SslPolicy: checkedPolicy(policy) }),
    ...mutual,
  };
}

function certificateOf(certificates: readonly JsonObject[]): JsonObject {
  if (certificates.length > 1) {
    throw elbv2Error('TooManyCertificates', 'Only the default certificate can be specified here');
  }
  const arn = textOf(certificates[0] ?? {}, 'CertificateArn') ?? '';
  if (/^arn:aws:(acm|iam):[^:]*:\d{12}:(server-)?certificate\/.+$/.test(arn)) {
    return { CertificateArn: arn };
  }
  throw elbv2Error('CertificateNotFound', `Certificate ARN '${arn}' is not valid`);
}

function checkedPolicy(policy: string): string {
  if (/^ELBSecurityPolicy-[A-Za-z0-9-]+$/.test(policy)) return policy;
  throw elbv2Error('SSLPolicyNotFound', `SSL policy '${policy}' not found`);
}

/** Clients' certificates are never looked at: the twin has no TLS. */
function mutualAuthentication(given: JsonObject): JsonObject {
  const mode = textOf(given, 'Mode') ?? 'off';
  if (mode === 'verify') {
    const arn = textOf(given, 'TrustStoreArn') ?? '';
    throw elbv2Error('TrustStoreNotFound', `Trust store '${arn}' not found`);
  }
  if (mode !== 'off' && mode !== 'passthrough') {
    throw validationError(`'${mode}' is not a mutual authentication mode`);
  }
  return { MutualAuthentication: { Mode: mode } };
}
