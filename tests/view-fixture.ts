// A small ladder and its journal for tests of views: two gated prod rungs, written event by event.
import type { ApprovalRequest, ExecutionEvent, NodeStatus } from '../src/execution/event.ts';
import type { Json } from '../src/lib/json.ts';
import type { Plan } from '../src/plan/plan.ts';
import { FACT, type Rung } from '../src/traffic/facts.ts';
import { group, matrix, planOf, stage, step } from './plan-builder.ts';

const WEIGHTS = [50, 100] as const;

export function ladderPlan(): Plan {
  const rung = (iteration: number) =>
    group('Rung', [
      step('Approve', { type: 'HarnessApproval', spec: { approvers: { minimumCount: 2 } } }),
      step('prod', {
        type: 'ElastigroupBlueGreenTrafficShift',
        spec: {
          elastigroupTrafficShiftWrapper: {
            type: 'Inherit',
            spec: { weightPercentage: WEIGHTS[iteration] ?? 0 },
          },
        },
      }),
    ]);
  return planOf([stage('shop', [matrix('Rungs', 2, rung, { maxConcurrency: 1 })])]);
}

export const approvePath = (iteration: number): string => `shop/steps/Rungs[${iteration}]/Approve`;
export const shiftPath = (iteration: number): string => `shop/steps/Rungs[${iteration}]/prod`;

type Untimed<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

export type UntimedEvent = Untimed<ExecutionEvent>;

/** Events a second apart, in the order given. */
export function timed(...events: readonly UntimedEvent[]): readonly ExecutionEvent[] {
  return events.map((event, index) => ({ ...event, at: index * 1_000 }) as ExecutionEvent);
}

export const started: UntimedEvent = {
  type: 'ExecutionStarted',
  format: 1,
  planHash: 'plan',
  pipeline: 'Deploy the shop',
  world: { kind: 'twin', url: 'http://127.0.0.1:1' },
  startedBy: 'ada',
  bound: [],
};

export function begun(path: string): UntimedEvent {
  return { type: 'AttemptStarted', path, attempt: 1, deadlineAt: 600_000 };
}

export function gateOpened(path: string): UntimedEvent {
  const approval: ApprovalRequest = {
    message: 'Move the traffic?',
    userGroups: ['shop_sre'],
    minimumCount: 2,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: null,
  };
  return { type: 'ApprovalOpened', path, attempt: 1, expiresAt: 90_000_000, approval };
}

export function decided(path: string, by: string, decision: 'approve' | 'reject'): UntimedEvent {
  return { type: 'ApprovalDecided', path, attempt: 1, by, decision };
}

export function finished(path: string, status: NodeStatus): UntimedEvent {
  return { type: 'NodeFinished', path, status };
}

export function rungFact(path: string, rung: Partial<Rung>): UntimedEvent {
  const value: Rung = {
    rung: 'prod-50',
    lane: 'prod',
    ruleArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/1/2/3',
    label: 'prod',
    state: 'proven',
    set: 50,
    reported: 50,
    observed: 49.2,
    requests: 200,
    proof: 'probe',
    reason: null,
    writtenAt: 1_000,
    provedAt: 81_000,
    ...rung,
  };
  const key = `${value.ruleArn}/${value.set}/${value.state}`;
  return {
    type: 'FactRecorded',
    path,
    attempt: 1,
    name: FACT.rung,
    key,
    value: value as unknown as Json,
  };
}
