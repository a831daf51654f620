// Making, ordering and removing listener rules.
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { numberOf, objectsOf, textOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import { normalConditions } from './conditions.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import { ruleArnStem } from './listener.ts';
import type { Listener, LoadBalancing, Rule } from './load-balancing.ts';
import { writtenRuleShape } from './shapes.ts';
import { tagsOf } from './tags.ts';
import { transformsAfter } from './transforms.ts';

const MOST_RULES = 100;
const MOST_VALUES = 5;

export function createRules(
  world: World,
  state: LoadBalancing,
): Readonly<Record<'create' | 'delete' | 'setPriorities', ApiCall>> {
  const ids = world.random('created rules');
  const written = (rule: Rule): JsonObject => ({
    ...writtenRuleShape(rule),
    ...state.records.fields(rule.arn),
  });
  return {
    create(request) {
      const listenerArn = textOf(request, 'ListenerArn') ?? '';
      const listener = state.listeners.get(listenerArn);
      if (listener === undefined) {
        throw elbv2Error('ListenerNotFound', `Listener '${listenerArn}' not found`);
      }
      const tags = tagsOf(request);
      const priority = String(numberOf(request, 'Priority'));
      const conditions = checkedConditions(request);
      const transforms = transformsAfter(request, []);
      checkRoom(state, listener);
      if (listener.rules.some((rule) => rule.priority === priority)) throw inUse(priority);
      const actions = objectsOf(request, 'Actions') ?? [];
      const arn = `${ruleArnStem(listenerArn)}/${ids.hex(16)}`;
      const rule = state.addRule(listener, { arn, priority, conditions, actions, transforms });
      state.records.writeTags(rule.arn, tags);
      return { Rules: [written(rule)] };
    },
    delete(request) {
      const rule = changeable(state, textOf(request, 'RuleArn') ?? '', 'deleted');
      state.removeRule(rule);
      return {};
    },
    setPriorities(request) {
      const wanted = wantedPriorities(state, request);
      const after = [...state.rules.values()].map(
        (rule) => `${rule.listenerArn} ${wanted.get(rule) ?? rule.priority}`,
      );
      const twice = after.find((place, index) => after.indexOf(place) !== index);
      if (twice !== undefined) throw inUse(twice.split(' ')[1] ?? '');
      for (const [rule, priority] of wanted) state.writePriority(rule, priority);
      return { Rules: [...wanted.keys()].map(written) };
    },
  };
}

function inUse(priority: string): ReturnType<typeof elbv2Error> {
  return elbv2Error('PriorityInUse', `Priority '${priority}' is currently in use`);
}

function changeable(state: LoadBalancing, arn: string, verb: string): Rule {
  const rule = state.rules.get(arn);
  if (rule === undefined) throw elbv2Error('RuleNotFound', `Rule '${arn}' not found`);
  if (rule.priority !== 'default') return rule;
  throw elbv2Error('OperationNotPermitted', `Default rule '${arn}' cannot be ${verb}`);
}

function wantedPriorities(state: LoadBalancing, request: JsonObject): ReadonlyMap<Rule, number> {
  const given = objectsOf(request, 'RulePriorities') ?? [];
  if (given.length === 0) throw validationError('At least one rule priority must be specified');
  const wanted = new Map<Rule, number>();
  for (const each of given) {
    const rule = changeable(state, textOf(each, 'RuleArn') ?? '', 'modified');
    const priority = numberOf(each, 'Priority');
    if (priority === undefined) throw validationError('A rule priority must be specified');
    if (wanted.has(rule)) throw validationError(`Rule '${rule.arn}' was specified twice`);
    wanted.set(rule, priority);
  }
  return wanted;
}

function checkedConditions(request: JsonObject): readonly JsonObject[] {
  const conditions = objectsOf(request, 'Conditions') ?? [];
  if (conditions.length === 0) throw validationError('A condition must be specified');
  const values = normalConditions(conditions).flatMap((condition) =>
    Object.values(condition)
      .filter(isJsonObject)
      .flatMap((config) => config['Values'] ?? []),
  );
  if (values.length <= MOST_VALUES) return conditions;
  throw validationError(`A rule can only have '${MOST_VALUES}' condition values`);
}

/** Default rules do not count. */
function checkRoom(state: LoadBalancing, { loadBalancer }: Listener): void {
  const rules = state.listenersOf(loadBalancer.arn).flatMap((listener) => listener.rules);
  if (rules.filter(({ priority }) => priority !== 'default').length < MOST_RULES) return;
  throw elbv2Error('TooManyRules', `A load balancer has at most ${MOST_RULES} rules`);
}
