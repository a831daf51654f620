// The faults that are in force in a world.
import type { Json } from '../lib/json.ts';
import type { Calls, Fault, TwinService } from './fault.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Json[];
  /** The first fault of this kind that fits the call; it has one time less from then on. */
  take<Kind extends CallFault['kind']>(
    kind: Kind,
    call: { readonly service: TwinService; readonly operation: string },
    fits?: (fault: Extract<CallFault, { kind: Kind }>) => boolean,
  ): Extract<CallFault, { kind: Kind }> | undefined;
  failsHealth(groupId: string | undefined, targetGroupArn: string): boolean;
  isShort(groupId: string): boolean;
}

type CallFault = Extract<Fault, Calls>;

export function createFaults(): Faults {
  let active: { readonly fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      active.push({ fault, left: 'times' in fault ? fault.times : Number.POSITIVE_INFINITY });
    },
    clear() {
      active = [];
    },
    list: () =>
      active.map(({ fault, left }) => ('times' in fault ? { ...fault, times: left } : fault)),
    take(kind, call, fits = () => true) {
      for (const each of active) {
        const { fault } = each;
        if (fault.kind !== kind || !('times' in fault) || fault.service !== call.service) continue;
        if (fault.operation !== '*' && fault.operation !== call.operation) continue;
        const found = fault as Parameters<typeof fits>[0];
        if (!fits(found)) continue;
        each.left -= 1;
        active = active.filter(({ left }) => left > 0);
        return found;
      }
      return undefined;
    },
    failsHealth: (groupId, targetGroupArn) =>
      active.some(
        ({ fault }) =>
          fault.kind === 'failing-health' &&
          (fault.targetGroupArn === targetGroupArn ||
            (groupId !== undefined && fault.groupId === groupId)),
      ),
    isShort: (groupId) =>
      active.some(({ fault }) => fault.kind === 'shortage' && fault.groupId === groupId),
  };
}
