// Making, changing and removing target groups, and their attributes.
import { canonicalJson, type JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, textOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import type { TargetGroupSpec } from '../world-spec.ts';
import { weightsOf } from './actions.ts';
import { checkTogether } from './attribute-checks.ts';
import { attributesOf, TARGET_GROUP_RULES } from './attributes.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import { healthCheckOf } from './health-check.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { attributeShapes, targetGroupShape } from './shapes.ts';
import { tagsOf } from './tags.ts';
import type { TargetGroup } from './target-group.ts';

type Operation = 'create' | 'modify' | 'delete' | 'modifyAttributes';

const MOST = 3_000;
/** AWS's defaults. */
const FIRST_CHECK = {
  path: '/',
  intervalMs: 30_000,
  timeoutMs: 5_000,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
} as const;

export function createTargetGroups(
  world: World,
  state: LoadBalancing,
): Readonly<Record<Operation, ApiCall>> {
  const ids = world.random('created target groups');
  const answer = ({ spec }: TargetGroup): JsonObject => ({
    TargetGroups: [
      {
        ...targetGroupShape(spec, state.loadBalancersOf(spec.arn)),
        ...state.records.fields(spec.arn),
      },
    ],
  });
  return {
    create(request) {
      const name = checkedName(request);
      const tags = tagsOf(request);
      const { fields, ...parts } = partsOf(request);
      const asked = canonicalJson(request);
      const same = [...state.targetGroups.values()].find(({ spec }) => spec.name === name);
      if (same !== undefined) {
        if (state.records.asked(same.spec.arn) === asked) return answer(same);
        throw elbv2Error(
          'DuplicateTargetGroupName',
          `A target group with the same name '${name}' exists, but with different settings`,
        );
      }
      if (state.targetGroups.size >= MOST) {
        throw elbv2Error('TooManyTargetGroups', `A Region has at most ${MOST} target groups`);
      }
      const { region, accountId } = world.spec;
      const end = `${region}:${accountId}:targetgroup/${name}/${ids.hex(16)}`;
      const arn = `arn:aws:elasticloadbalancing:${end}`;
      const delay = { deregistrationDelayMs: 300_000, stickiness: false };
      const group = state.addTargetGroup({ arn, name, ...parts, ...delay });
      state.records.writeFields(arn, fields);
      state.records.writeTags(arn, tags);
      state.records.writeAsked(arn, asked);
      return answer(group);
    },
    modify(request) {
      const group = known(state, request);
      const { spec } = group;
      group.configure({ ...spec, healthCheck: healthCheckOf(request, spec.healthCheck) });
      state.records.writeAsked(spec.arn, undefined);
      return answer(group);
    },
    delete(request) {
      const arn = textOf(request, 'TargetGroupArn') ?? '';
      const group = state.targetGroups.get(arn);
      if (group === undefined) return {};
      if (state.loadBalancersOf(arn).length > 0) {
        const message = `Target group '${arn}' is currently in use by a listener or a rule`;
        throw elbv2Error('ResourceInUse', message);
      }
      state.removeTargetGroup(group);
      return {};
    },
    modifyAttributes(request) {
      const group = known(state, request);
      const written = attributesOf(request, 'Target group', TARGET_GROUP_RULES);
      const spec = withAttributes(group.spec, written);
      checkAttributes(state, spec, written);
      state.records.writeAttributes(spec.arn, written);
      group.configure(spec);
      const all = attributeShapes(spec, state.records.attributes(spec.arn));
      return { Attributes: all.filter(({ Key }) => String(Key) in written) };
    },
  };
}

function known(state: LoadBalancing, request: JsonObject): TargetGroup {
  const arn = textOf(request, 'TargetGroupArn') ?? '';
  const group = state.targetGroups.get(arn);
  if (group !== undefined) return group;
  throw elbv2Error('TargetGroupNotFound', `Target group '${arn}' not found`);
}

function checkedName(request: JsonObject): string {
  const name = textOf(request, 'Name') ?? '';
  if (/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(name)) return name;
  throw validationError(
    `The target group name '${name}' must be 1 to 32 letters, digits and inner hyphens`,
  );
}

function partsOf(
  request: JsonObject,
): Pick<TargetGroupSpec, 'port' | 'protocol' | 'healthCheck'> & { readonly fields: JsonObject } {
  if ((textOf(request, 'TargetType') ?? 'instance') !== 'instance') {
    throw elbv2Error('InvalidConfigurationRequest', "This twin's targets are instances");
  }
  const port = numberOf(request, 'Port');
  const vpc = textOf(request, 'VpcId');
  const protocol = textOf(request, 'Protocol');
  if (port === undefined) throw validationError('A port must be specified');
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      `Protocol '${protocol}' is not one of an application load balancer's`,
    );
  }
  if (vpc === undefined) throw validationError('A VPC ID must be specified');
  if (!/^vpc-[0-9a-f]{8,17}$/.test(vpc)) {
    throw validationError(`The VPC ID '${vpc}' is not found`);
  }
  const version = textOf(request, 'ProtocolVersion') ?? 'HTTP1';
  if (version !== 'HTTP1') {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      `This twin has no protocol version '${version}'`,
    );
  }
  if ((textOf(request, 'IpAddressType') ?? 'ipv4') !== 'ipv4') {
    throw elbv2Error('InvalidConfigurationRequest', "This twin's targets have IPv4 addresses");
  }
  const control = numberOf(request, 'TargetControlPort');
  return {
    port,
    protocol,
    healthCheck: healthCheckOf(request, FIRST_CHECK),
    fields: { VpcId: vpc, ...(control === undefined ? {} : { TargetControlPort: control }) },
  };
}

function withAttributes(
  spec: TargetGroupSpec,
  written: Readonly<Record<string, string>>,
): TargetGroupSpec {
  const delay = written['deregistration_delay.timeout_seconds'];
  const sticky = written['stickiness.enabled'];
  const slowStart = written['slow_start.duration_seconds'];
  return {
    ...spec,
    deregistrationDelayMs: delay === undefined ? spec.deregistrationDelayMs : Number(delay) * 1_000,
    stickiness: sticky === undefined ? spec.stickiness : sticky === 'true',
    ...(slowStart === undefined ? {} : { slowStartMs: Number(slowStart) * 1_000 }),
  };
}

function checkAttributes(
  state: LoadBalancing,
  { arn, stickiness }: TargetGroupSpec,
  written: Readonly<Record<string, string>>,
): void {
  const before = state.records.attributes(arn);
  checkTogether({ ...before, ...written, 'stickiness.enabled': String(stickiness) });
  if (stickiness) checkGroupStickiness(state, arn);
}

/** A rule with several groups must be sticky itself before one of its groups may be. */
function checkGroupStickiness(state: LoadBalancing, arn: string): void {
  for (const { actions } of state.rules.values()) {
    const named = weightsOf(actions.now);
    const isSticky = actions.now.some(isGroupSticky);
    if (named.length < 2 || isSticky || named.every((each) => each.arn !== arn)) continue;
    throw elbv2Error(
      'InvalidConfigurationRequest',
      `This target group appears behind a rule with group stickiness disabled (${arn}). You must enable group stickiness before enabling target stickiness`,
    );
  }
}

function isGroupSticky(action: JsonObject): boolean {
  const forward = objectOf(action, 'ForwardConfig') ?? {};
  return objectOf(forward, 'TargetGroupStickinessConfig')?.['Enabled'] === true;
}
