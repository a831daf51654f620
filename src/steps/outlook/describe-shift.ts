// What a traffic shift would write, and how each of its rungs would be proven, from where the rules would stand.
import type { ElastigroupBlueGreenTrafficShiftSpec } from '../../pipeline/step-types/elastigroup-blue-green-traffic-shift.ts';
import type { StepNode } from '../../plan/plan.ts';
import { withWeights } from '../../traffic/actions.ts';
import type { CallOutlook, RungOutlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { calmedBeside, calmTtlMinutes } from '../shift/calm.ts';
import { hasOneVersion, isSameImage } from '../shift/probe-rule.ts';
import { inheritedChanges, standaloneChange } from '../shift/rule-changes.ts';
import { greenTargetGroups, type RuleChange } from '../shift/shift.ts';
import type { DescribedStep } from './describe-setup.ts';
import { expectedProof } from './expected-proof.ts';
import { promotionWrites } from './promotion-writes.ts';
import type { StageReading } from './reading.ts';
import type { CalmedGroup, Standing, StandingRule } from './standing.ts';
import { wayBackWrites } from './way-back-writes.ts';
import { NEW_GROUP, resumeWrites, ruleWrite, spotWrite } from './writes.ts';

export interface ShiftOutlookRequest {
  readonly reading: StageReading;
  /** Moved on by the step. */
  readonly standing: Standing;
  readonly step: StepNode;
  readonly spec: ElastigroupBlueGreenTrafficShiftSpec;
  readonly policy: Policy;
  readonly tasks: number;
}

/** Throws a `StepFailure` with what the step would refuse. */
export function describeShift(request: ShiftOutlookRequest): DescribedStep {
  const { reading, standing, step, spec, policy } = request;
  const { setup } = reading;
  const wrapper = spec.elastigroupTrafficShiftWrapper;
  const isProd = wrapper.type === 'Inherit';
  const changes = isProd
    ? inheritedChanges(setup, wrapper.spec.weightPercentage)
    : [standaloneChange(setup, wrapper.spec, step.name)];
  const isPromotion = isProd && wrapper.spec.weightPercentage === 100;
  const written = changes.flatMap((change) => writeOf(request, change));
  const described = changes.map((change) => rungOf(request, change, isPromotion));
  standing.calmed = calmedGroups(reading, standing);
  const notes: string[] = [];
  if (setup.blue === null && isProd && wrapper.spec.weightPercentage < 100) {
    const share = 100 - wrapper.spec.weightPercentage;
    notes.push(
      `first deployment: ${share} % of the requests meet an empty target group and are answered with 503`,
    );
  }
  const states = changes.map(({ label, set }) => `${label} at ${set} %`);
  const wayBack = [{ state: states.join(', '), writes: wayBackWrites(standing) }];
  const promotion = isPromotion ? promotionWrites(standing, request.tasks) : [];
  if (isPromotion) {
    standing.isPromoted = true;
    wayBack.push({
      state: 'then on, with the names exchanged',
      writes: wayBackWrites(standing),
    });
  }
  return {
    writes: [
      ...suspendWrites(standing, step),
      ...written,
      ...resumeWrites(standing.calmed),
      ...promotion,
    ],
    rungs: described.map(({ rung }) => rung),
    notes,
    wayBack,
    leastMs: Math.max(
      ...described.map(({ leastMs, rung }) => rung.settleMs + Math.max(leastMs, rung.bakeMs ?? 0)),
    ),
  };

  function rungOf(
    { policy: rules }: ShiftOutlookRequest,
    change: RuleChange,
    hasBake: boolean,
  ): { readonly rung: RungOutlook; readonly leastMs: number } {
    const { ruleArn, lane, label, set, targetGroups } = change;
    const known = ruleOf(standing, ruleArn);
    const proof = expectedProof({
      ruleArn,
      targetGroups,
      others: standing.rules,
      mayProbe: known?.hasBaseline === true,
      traffic: reading.targetGroups,
      policy: rules,
      isFirst: setup.blue === null,
    });
    const settleMs = set === 100 ? policy.lastSettleMs : policy.settleMs;
    const rung = `${lane}-${set}`;
    const { kind, reason, leastMs, isThin } = proof;
    const bakeMs = hasBake ? policy.bakeMs : null;
    const described = { rung, ruleArn, label, set, settleMs, proof: kind, reason, isThin, bakeMs };
    return { rung: described, leastMs };
  }
}

function writeOf(
  { standing, policy, step }: ShiftOutlookRequest,
  { ruleArn, lane, label, targetGroups, set }: RuleChange,
): readonly CallOutlook[] {
  const known = ruleOf(standing, ruleArn);
  if (known === undefined) return [];
  const green = greenTargetGroups(standing.setup);
  const isTold = !isSameImage(standing.green ?? null, standing.setup.blue);
  if (policy.probe !== undefined && isTold && hasOneVersion(known.now, green)) {
    known.hasBaseline = true;
  }
  const before = known.now;
  const after = withWeights(before, targetGroups);
  known.now = after;
  known.lane = lane;
  known.isWritten = true;
  known.changes.push({ rung: `${lane}-${set}`, step: step.path, before, after });
  standing.labels.set(ruleArn, label);
  return [ruleWrite(known.rule, label, before, after)];
}

function ruleOf(standing: Standing, ruleArn: string): StandingRule | undefined {
  return standing.rules.find(({ rule }) => rule.arn === ruleArn);
}

/** What others have suspended in blue stays as it is. */
function calmedGroups({ setup, suspended }: StageReading, { green }: Standing): Standing['calmed'] {
  const groups: CalmedGroup[] = [];
  if (green !== undefined) groups.push({ on: NEW_GROUP, processes: calmedBeside([]) });
  if (setup.blue !== null) {
    const on = `${setup.blue.name} (${setup.blue.id})`;
    groups.push({ on, processes: calmedBeside(suspended) });
  }
  return groups.filter(({ processes }) => processes.length > 0);
}

function suspendWrites({ calmed }: Standing, { timeoutMs }: StepNode): readonly CallOutlook[] {
  const ttlInMinutes = calmTtlMinutes(timeoutMs);
  return calmed.map(({ on, processes }) =>
    spotWrite('POST suspension', on, `${processes.join(', ')} for at most ${ttlInMinutes} min`, {
      suspensions: processes.map((name) => ({ name, ttlInMinutes })),
    }),
  );
}
