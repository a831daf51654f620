// The faults that are in force in a world.
import type { Clock } from '../lib/clock.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Calls, Fault, TwinService } from './fault.ts';
import type { SavedPart } from './saved-parts.ts';

export interface Faults extends SavedPart<SavedFaults> {
  add(fault: Fault): void;
  clear(): void;
  /** As they were given, with what is left of them. */
  list(): readonly Json[];
  /** The first fault of this kind that fits the call; it has one time less from then on. */
  take<Kind extends CallFault['kind']>(
    kind: Kind,
    call: { readonly service: TwinService; readonly operation: string },
    fits?: (fault: Extract<CallFault, { kind: Kind }>) => boolean,
  ): Extract<CallFault, { kind: Kind }> | undefined;
  /** Whether this read answers what was before; counts it. */
  takeStaleRead(operation: string): boolean;
  /** The status with which an instance's health check is answered in a target group, if a fault says so. */
  healthStatus(
    instanceId: string,
    groupId: string | undefined,
    targetGroupArn: string,
  ): number | undefined;
  /** Whether the market gives the group one more instance; counts it. */
  takeCapacity(groupId: string): boolean;
  /** Whether Spot has no instance of this type for the group. */
  lacksSpot(groupId: string, instanceType: string): boolean;
  extraBootMs(groupId: string): number;
  /** 0: at once. Undefined: never. */
  registrationDelayMs(groupId: string): number | undefined;
  /** By how much the times differ that the clouds write. */
  clockJumpMs(): number;
  /** Undefined: the metric is missing. */
  extraMetricLagMs(targetGroupArn: string, metric: string): number | undefined;
}

type SavedFaults = readonly (Omit<Active, 'left'> & { readonly left?: number | undefined })[];

type CallFault = Extract<Fault, Calls>;
type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** Plain data, so that a world can be kept with its faults. */
interface Active {
  readonly fault: Fault;
  readonly addedAt: number;
  /** Calls, reads or instances; undefined where nothing is counted. */
  left: number | undefined;
  /** The instances whose health checks it has met, in that order. */
  readonly met: string[];
}

export function createFaults(clock: Pick<Clock, 'now'>): Faults {
  let active: Active[] = [];
  const inForce = (): readonly Active[] => {
    active = active.filter((each) => !isOver(each, clock.now()));
    return active;
  };
  const of = <Kind extends Fault['kind']>(kind: Kind): readonly FaultOf<Kind>[] =>
    inForce().flatMap(({ fault }) => (fault.kind === kind ? [fault as FaultOf<Kind>] : []));
  return {
    add: (fault) =>
      void active.push({ fault, addedAt: clock.now(), left: countOf(fault), met: [] }),
    clear() {
      active = [];
    },
    list: () => inForce().map((each) => shown(each, clock.now())),
    take(kind, call, fits = () => true) {
      for (const each of inForce()) {
        const { fault } = each;
        if (fault.kind !== kind || !('service' in fault) || fault.service !== call.service)
          continue;
        if (fault.operation !== '*' && fault.operation !== call.operation) continue;
        const found = fault as Parameters<typeof fits>[0];
        if (!fits(found)) continue;
        countDown(each);
        return found;
      }
      return undefined;
    },
    takeStaleRead(operation) {
      const found = inForce().find(
        ({ fault }) =>
          fault.kind === 'stale-read' && (fault.operation === '*' || fault.operation === operation),
      );
      if (found !== undefined) countDown(found);
      return found !== undefined;
    },
    healthStatus(instanceId, groupId, targetGroupArn) {
      const failing = inForce().find(
        (each) => concerns(each.fault, groupId, targetGroupArn) && isSick(each, instanceId),
      )?.fault;
      return failing?.kind === 'failing-health' ? (failing.status ?? 500) : undefined;
    },
    takeCapacity(groupId) {
      const short = inForce().find(
        ({ fault }) => fault.kind === 'shortage' && fault.groupId === groupId,
      );
      if (short === undefined) return true;
      if (short.left === 0) return false;
      countDown(short);
      return true;
    },
    lacksSpot: (groupId, instanceType) =>
      of('spot-shortage').some((fault) => takesAll(fault, groupId, instanceType)),
    extraBootMs: (groupId) => sumOf(of('slow-boot').filter((fault) => fault.groupId === groupId)),
    registrationDelayMs(groupId) {
      const lost = of('registration-lost').filter((fault) => fault.groupId === groupId);
      const delays = lost.map(({ lateMs }) => lateMs ?? Number.POSITIVE_INFINITY);
      const longest = Math.max(0, ...delays);
      return Number.isFinite(longest) ? longest : undefined;
    },
    extraMetricLagMs(arn, metric) {
      const fits = (fault: FaultOf<'metrics-late' | 'metrics-missing'>): boolean =>
        (fault.targetGroupArn ?? arn) === arn && (fault.metric ?? metric) === metric;
      if (of('metrics-missing').some(fits)) return undefined;
      return sumOf(of('metrics-late').filter(fits));
    },
    clockJumpMs: () => of('clock-jump').reduce((sum, { byMs }) => sum + byMs, 0),
    save: () => active,
    load(saved, shift) {
      active = saved.map((each) => ({ ...each, addedAt: shift(each.addedAt), left: each.left }));
    },
  };
}

function takesAll(fault: FaultOf<'spot-shortage'>, groupId: string, instanceType: string): boolean {
  return fault.groupId === groupId && (fault.instanceTypes?.includes(instanceType) ?? true);
}

function sumOf(faults: readonly { readonly extraMs: number }[]): number {
  return faults.reduce((sum, { extraMs }) => sum + extraMs, 0);
}

function countOf(fault: Fault): number | undefined {
  if (fault.kind === 'shortage') return fault.fulfilled ?? 0;
  return 'times' in fault ? fault.times : undefined;
}

function countDown(active: Active): void {
  if (active.left !== undefined) active.left -= 1;
}

/** A shortage that has given its last instance only begins. */
function isOver({ fault, addedAt, left }: Active, now: number): boolean {
  if (fault.kind === 'shortage') return false;
  if (fault.kind === 'stale-read' && fault.forMs !== undefined) return now >= addedAt + fault.forMs;
  return left !== undefined && left <= 0;
}

function shown({ fault, addedAt, left }: Active, now: number): JsonObject {
  const given = Object.entries(fault).filter(([, value]) => value !== undefined);
  const counted = fault.kind === 'shortage' ? 'fulfilled' : 'times';
  return {
    ...(Object.fromEntries(given) as JsonObject),
    ...(left === undefined ? {} : { [counted]: left }),
    ...('forMs' in fault && fault.forMs !== undefined
      ? { forMs: addedAt + fault.forMs - now }
      : {}),
  };
}

function concerns(fault: Fault, groupId: string | undefined, targetGroupArn: string): boolean {
  return (
    fault.kind === 'failing-health' &&
    (fault.targetGroupArn === targetGroupArn ||
      (groupId !== undefined && fault.groupId === groupId))
  );
}

/** Of a share the instances take turns: with a half every second one that is met stays sick. */
function isSick({ fault, met }: Active, instanceId: string): boolean {
  if (fault.kind !== 'failing-health' || fault.share === undefined) return true;
  if (!met.includes(instanceId)) met.push(instanceId);
  const place = met.indexOf(instanceId) + 1;
  return Math.floor(place * fault.share) > Math.floor((place - 1) * fault.share);
}
