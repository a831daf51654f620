// The reading operations of ELBv2.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import type { LoadBalancerSpec } from '../world-spec.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { page } from './pages.ts';
import {
  attributeShapes,
  listenerShape,
  loadBalancerShape,
  ruleShape,
  targetGroupShape,
  targetHealthShape,
  unregisteredTargetShape,
} from './shapes.ts';
import type { Target } from './target.ts';
import type { TargetGroup } from './target-group.ts';

type Subject =
  | 'loadBalancers'
  | 'listeners'
  | 'rules'
  | 'targetGroups'
  | 'targetGroupAttributes'
  | 'targetHealth';

export function createDescribe(
  world: World,
  state: LoadBalancing,
): Readonly<Record<Subject, ApiCall>> {
  const targetGroup = (request: JsonObject): TargetGroup => {
    const arn = textOf(request, 'TargetGroupArn') ?? '';
    return found(state.targetGroups.get(arn), 'TargetGroup', arn);
  };
  return {
    loadBalancers(request) {
      const { items, marker } = page(chosenLoadBalancers(state, request), request);
      const shapes = items.map((spec) => ({
        ...loadBalancerShape(spec, world.spec.region),
        ...state.records.fields(spec.arn),
      }));
      return { LoadBalancers: shapes, ...marker };
    },
    listeners(request) {
      const { items, marker } = page(chosenListeners(state, request), request);
      const shapes = items.map((each) => ({
        ...listenerShape(each, each.defaultRule.actions.read()),
        ...state.records.fields(each.spec.arn),
      }));
      return { Listeners: shapes, ...marker };
    },
    rules(request) {
      const { items, marker } = page(chosenRules(state, request), request);
      const shapes = items.map((rule) => ({
        ...ruleShape(rule),
        ...state.records.fields(rule.arn),
      }));
      return { Rules: shapes, ...marker };
    },
    targetGroups(request) {
      const { items, marker } = page(chosenTargetGroups(state, request), request);
      const shapes = items.map(({ spec }) => ({
        ...targetGroupShape(spec, state.loadBalancersOf(spec.arn)),
        ...state.records.fields(spec.arn),
      }));
      return { TargetGroups: shapes, ...marker };
    },
    targetGroupAttributes(request) {
      const { spec } = targetGroup(request);
      return { Attributes: attributeShapes(spec, state.records.attributes(spec.arn)) };
    },
    targetHealth: (request) => ({
      TargetHealthDescriptions: targetHealths(targetGroup(request), request),
    }),
  };
}

function chosenLoadBalancers(
  state: LoadBalancing,
  request: JsonObject,
): readonly LoadBalancerSpec[] {
  const loadBalancers = [...state.loadBalancers.values()];
  const arns = textsOf(request, 'LoadBalancerArns');
  if (arns !== undefined) {
    return arns.map((arn) => found(state.loadBalancers.get(arn), 'LoadBalancer', arn));
  }
  const names = textsOf(request, 'Names');
  if (names === undefined) return loadBalancers;
  const byName = new Map(loadBalancers.map((each) => [each.name, each]));
  return names.map((name) => found(byName.get(name), 'LoadBalancer', name));
}

function chosenListeners(state: LoadBalancing, request: JsonObject) {
  const arns = textsOf(request, 'ListenerArns');
  if (arns !== undefined) {
    return arns.map((arn) => found(state.listeners.get(arn), 'Listener', arn));
  }
  const loadBalancerArn = textOf(request, 'LoadBalancerArn');
  if (loadBalancerArn === undefined) {
    throw validationError('You must specify either listener ARNs or a load balancer ARN');
  }
  found(state.loadBalancers.get(loadBalancerArn), 'LoadBalancer', loadBalancerArn);
  return state.listenersOf(loadBalancerArn);
}

function chosenRules(state: LoadBalancing, request: JsonObject) {
  const arns = textsOf(request, 'RuleArns');
  if (arns !== undefined) {
    const rules = arns.flatMap((arn) => state.rules.get(arn) ?? []);
    if (rules.length < arns.length) throw elbv2Error('RuleNotFound', 'One or more rules not found');
    return rules;
  }
  const listenerArn = textOf(request, 'ListenerArn');
  if (listenerArn === undefined) {
    throw validationError('You must specify either listener rule ARNs or a listener ARN');
  }
  return found(state.listeners.get(listenerArn), 'Listener', listenerArn).rules;
}

function chosenTargetGroups(state: LoadBalancing, request: JsonObject): readonly TargetGroup[] {
  const all = [...state.targetGroups.values()];
  const arns = textsOf(request, 'TargetGroupArns');
  if (arns !== undefined) {
    return arns.map((arn) => found(state.targetGroups.get(arn), 'TargetGroup', arn));
  }
  const names = textsOf(request, 'Names');
  if (names !== undefined) {
    const byName = new Map(all.map((group) => [group.spec.name, group]));
    return names.map((name) => found(byName.get(name), 'TargetGroup', name));
  }
  const loadBalancerArn = textOf(request, 'LoadBalancerArn');
  if (loadBalancerArn === undefined) return all;
  found(state.loadBalancers.get(loadBalancerArn), 'LoadBalancer', loadBalancerArn);
  return all.filter(({ spec }) => state.loadBalancersOf(spec.arn).includes(loadBalancerArn));
}

function targetHealths(group: TargetGroup, request: JsonObject): readonly JsonObject[] {
  const asked = objectsOf(request, 'Targets');
  const checkPort = group.spec.healthCheck.port;
  const shapeOf = (target: Target): JsonObject => targetHealthShape(target, checkPort);
  if (asked === undefined) return group.targets().map(shapeOf);
  return asked.map((each) => {
    const id = textOf(each, 'Id') ?? '';
    const port = numberOf(each, 'Port');
    const target = group
      .targets()
      .find((one) => one.instanceId === id && (port === undefined || one.port === port));
    return target === undefined
      ? unregisteredTargetShape(id, port ?? group.spec.port, checkPort)
      : shapeOf(target);
  });
}

function found<Value>(value: Value | undefined, noun: string, id: string): Value {
  if (value !== undefined) return value;
  throw elbv2Error(`${noun}NotFound`, `${noun} '${id}' not found`);
}
