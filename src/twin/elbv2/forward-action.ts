// The forward action: weights, stickiness, and the shapes AWS answers for one and for several groups.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../request-fields.ts';
import type { TargetGroupSpec } from '../world-spec.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';

export interface ForwardContext {
  targetGroup(arn: string): TargetGroupSpec | undefined;
  /** Whether a rule of another load balancer forwards to it. */
  servesElsewhere(arn: string): boolean;
}

const MOST_WEIGHT = 999;
const MOST_TARGET_GROUPS = 5;
const MOST_STICKY_SECONDS = 604_800;

/**
 * One group: both `TargetGroupArn` and `ForwardConfig` are kept, whichever was sent. Several: only
 * `ForwardConfig`. A missing weight is 1, and stickiness is always said.
 */
export function normalForward(action: JsonObject, context: ForwardContext): JsonObject {
  const tuples = tuplesOf(action);
  if (tuples.length === 0) throw validationError('A target group ARN must be specified');
  if (tuples.length > MOST_TARGET_GROUPS) {
    throw elbv2Error('TooManyTargetGroups', 'An action can have at most 5 target groups');
  }
  if (tuples.every(({ Weight }) => Weight === 0)) {
    throw validationError('At least one target group must have a weight above 0');
  }
  for (const { TargetGroupArn } of tuples) checkTargetGroup(TargetGroupArn, context);
  const stickiness = normalStickiness(action);
  checkStickiness(tuples, stickiness, context);
  const config = { TargetGroups: tuples, TargetGroupStickinessConfig: stickiness };
  const only = tuples.length === 1 ? tuples[0] : undefined;
  return only === undefined
    ? { ForwardConfig: config }
    : { TargetGroupArn: only.TargetGroupArn, ForwardConfig: config };
}

type Tuple = { readonly TargetGroupArn: string; readonly Weight: number };

function tuplesOf(action: JsonObject): readonly Tuple[] {
  const short = textOf(action, 'TargetGroupArn');
  const given = objectsOf(objectOf(action, 'ForwardConfig') ?? {}, 'TargetGroups') ?? [];
  if (given.length === 0) return short === undefined ? [] : [{ TargetGroupArn: short, Weight: 1 }];
  const tuples = given.map((tuple) => ({
    TargetGroupArn: textOf(tuple, 'TargetGroupArn') ?? '',
    Weight: weightOf(tuple),
  }));
  if (short !== undefined && (tuples.length > 1 || tuples[0]?.TargetGroupArn !== short)) {
    throw validationError('TargetGroupArn and ForwardConfig must name the same target group');
  }
  if (new Set(tuples.map((tuple) => tuple.TargetGroupArn)).size < tuples.length) {
    throw validationError('A target group can be named only once in an action');
  }
  return tuples;
}

function weightOf(tuple: JsonObject): number {
  if (tuple['Weight'] === undefined) return 1;
  const weight = numberOf(tuple, 'Weight');
  if (weight === undefined || !Number.isInteger(weight) || weight < 0 || weight > MOST_WEIGHT) {
    throw validationError(`Weight '${tuple['Weight']}' must be between 0 and ${MOST_WEIGHT}`);
  }
  return weight;
}

function checkTargetGroup(arn: string, context: ForwardContext): void {
  if (context.targetGroup(arn) === undefined) {
    throw elbv2Error('TargetGroupNotFound', `Target group '${arn}' not found`);
  }
  if (context.servesElsewhere(arn)) {
    throw elbv2Error(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
}

function normalStickiness(action: JsonObject): JsonObject {
  const given = objectOf(objectOf(action, 'ForwardConfig') ?? {}, 'TargetGroupStickinessConfig');
  if (given?.['Enabled'] !== true) return { Enabled: false };
  const seconds = numberOf(given, 'DurationSeconds');
  if (seconds === undefined || seconds < 1 || seconds > MOST_STICKY_SECONDS) {
    throw validationError(
      'DurationSeconds must be between 1 and 604800 when stickiness is enabled',
    );
  }
  return { Enabled: true, DurationSeconds: seconds };
}

function checkStickiness(
  tuples: readonly Tuple[],
  stickiness: JsonObject,
  context: ForwardContext,
): void {
  if (tuples.length < 2 || stickiness['Enabled'] === true) return;
  if (tuples.some(({ TargetGroupArn }) => context.targetGroup(TargetGroupArn)?.stickiness)) {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      'You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups',
    );
  }
}
