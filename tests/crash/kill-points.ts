// The points at which a run is killed: each kind of event and each kind of cloud call, in the order in which a run meets them.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { CloudCall, Moment } from './cloud-proxy.ts';

export interface KillPoint {
  readonly name: string;
  /** Counts only after the way back has begun. */
  readonly isBack: boolean;
  readonly isAt: (seen: Seen) => boolean;
}

/** What a test can see of a run from outside. */
export type Seen =
  | { readonly kind: 'event'; readonly event: ExecutionEvent }
  | { readonly kind: 'call'; readonly call: CloudCall; readonly moment: Moment }
  | { readonly kind: 'script'; readonly text: string };

const MOMENTS: Readonly<Record<Moment, string>> = {
  sent: 'before it reaches the cloud',
  done: 'before its answer comes',
  answered: 'right after its answer',
};

/** Of a run that ends well. */
export const FORWARD: readonly KillPoint[] = [
  event('ExecutionStarted'),
  event('NodeStarted'),
  event('AttemptStarted'),
  ...read('DescribeRules'),
  ...read('GET group'),
  ...read('DescribeLoadBalancers'),
  ...read('DescribeListeners'),
  ...read('DescribeTargetGroups'),
  ...read('DescribeTargetGroupAttributes'),
  event('FactRecorded', 'setup'),
  event('EffectIntended', 'create'),
  ...write('POST group'),
  event('EffectConfirmed'),
  ...write('PUT group :id capacity'),
  ...read('DescribeTargetHealth'),
  ...read('GET group :id instanceHealthiness'),
  event('AttemptFinished'),
  event('NodeFinished'),
  {
    name: 'inside a script',
    isBack: false,
    isAt: (seen) => seen.kind === 'script' && /begin\n$/.test(seen.text),
  },
  event('RetryScheduled'),
  event('FactRecorded', 'probe-baseline'),
  ...read('GET group :id suspension'),
  ...write('POST group :id suspension'),
  event('EffectIntended', 'write '),
  ...write('ModifyRule'),
  event('FactRecorded', 'rung'),
  event('FactRecorded', 'written-actions'),
  ...write('DELETE group :id suspension'),
  event('ApprovalOpened'),
  event('ApprovalDecided'),
  ...read('GetMetricData'),
  event('FactRecorded', 'bake'),
  ...read('GET group :id'),
  ...write('PUT group :id name'),
  event('ExecutionFinished'),
];

/** Of a run that is rejected at half of the traffic. */
export const BACK: readonly KillPoint[] = [
  event('RollbackStarted'),
  event('EffectIntended', 'restore '),
  ...write('ModifyRule'),
  event('FactRecorded', 'restored'),
  ...write('PUT group :id capacity'),
  ...write('DELETE group :id'),
  event('NodeFinished'),
].map((point) => ({ ...point, name: `way back: ${point.name}`, isBack: true }));

function event(type: ExecutionEvent['type'], what = ''): KillPoint {
  const isAt = (seen: Seen): boolean =>
    seen.kind === 'event' && seen.event.type === type && nameIn(seen.event).startsWith(what);
  return { name: `${type} ${what}`.trim(), isBack: false, isAt };
}

function nameIn(given: ExecutionEvent): string {
  if (given.type === 'FactRecorded') return given.name;
  return given.type === 'EffectIntended' ? given.effect : '';
}

function read(kind: string): readonly KillPoint[] {
  return [call(kind, 'sent'), call(kind, 'answered')];
}

function write(kind: string): readonly KillPoint[] {
  return [call(kind, 'sent'), call(kind, 'done'), call(kind, 'answered')];
}

function call(kind: string, moment: Moment): KillPoint {
  const isAt = (seen: Seen): boolean =>
    seen.kind === 'call' && seen.call.kind === kind && seen.moment === moment;
  return { name: `${kind}, ${MOMENTS[moment]}`, isBack: false, isAt };
}
