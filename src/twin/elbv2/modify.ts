// Changing rules and targets: what is sent replaces what was, what is not sent stays.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectsOf, textOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import { normalConditions } from './conditions.ts';
import { elbv2Error } from './elbv2-error.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { writtenRuleShape } from './shapes.ts';
import type { TargetGroup } from './target-group.ts';
import { transformFields, transformsAfter } from './transforms.ts';

/** AWS's quota for one target group. */
const MOST_TARGETS = 1_000;

type Write = 'rule' | 'registerTargets' | 'deregisterTargets';

export function createModify(world: World, state: LoadBalancing): Readonly<Record<Write, ApiCall>> {
  const targetGroup = (request: JsonObject): TargetGroup => {
    const arn = textOf(request, 'TargetGroupArn') ?? '';
    const group = state.targetGroups.get(arn);
    if (group !== undefined) return group;
    throw elbv2Error('TargetGroupNotFound', `Target group '${arn}' not found`);
  };
  return {
    rule(request) {
      const arn = textOf(request, 'RuleArn') ?? '';
      const rule = state.rules.get(arn);
      if (rule === undefined) throw elbv2Error('RuleNotFound', `Rule '${arn}' not found`);
      if (rule.priority === 'default') {
        throw elbv2Error('OperationNotPermitted', `Default rule '${arn}' cannot be modified`);
      }
      const given = objectsOf(request, 'Conditions');
      const conditions = given === undefined ? undefined : normalConditions(given);
      const actions = objectsOf(request, 'Actions');
      const before = objectsOf(state.records.fields(arn), 'Transforms') ?? [];
      const transforms = transformsAfter(request, before);
      if (actions !== undefined) state.writeActions(rule, actions);
      if (transforms !== before) state.records.writeFields(arn, transformFields(transforms));
      if (conditions !== undefined || transforms !== before) {
        state.writeConditions(rule, conditions ?? rule.conditions.now);
      }
      return { Rules: [{ ...writtenRuleShape(rule), ...state.records.fields(arn) }] };
    },
    registerTargets(request) {
      const group = targetGroup(request);
      const targets = targetsOf(request);
      const absent = targets.filter(({ id }) => world.ec2.running(id) === undefined);
      if (absent.length > 0) {
        const ids = absent.map(({ id }) => `'${id}'`).join(', ');
        throw elbv2Error(
          'InvalidTarget',
          `The following targets are not in a running state and cannot be registered: ${ids}`,
        );
      }
      if (countWith(group, targets) > MOST_TARGETS) {
        const message = `A target group can have at most ${MOST_TARGETS} targets`;
        throw elbv2Error('TooManyTargets', message);
      }
      for (const { id, port } of targets) group.register(id, port);
      return {};
    },
    deregisterTargets(request) {
      const group = targetGroup(request);
      for (const { id, port } of targetsOf(request)) group.deregister(id, port);
      return {};
    },
  };
}

/** How many targets there are once these are registered as well. */
function countWith(group: TargetGroup, targets: readonly AskedTarget[]): number {
  const there = group
    .targets()
    .filter(({ state }) => state !== 'draining')
    .map(({ instanceId, port }) => `${instanceId}:${port}`);
  const asked = targets.map(({ id, port = group.spec.port }) => `${id}:${port}`);
  return new Set([...there, ...asked]).size;
}

interface AskedTarget {
  readonly id: string;
  readonly port: number | undefined;
}

function targetsOf(request: JsonObject): readonly AskedTarget[] {
  return (objectsOf(request, 'Targets') ?? []).map((target) => ({
    id: textOf(target, 'Id') ?? '',
    port: numberOf(target, 'Port'),
  }));
}
