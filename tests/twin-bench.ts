// A twin in virtual time for tests, with the few questions they ask of it.
import type { JsonObject } from '../src/lib/json.ts';
import { createTwin } from '../src/twin/create-twin.ts';
import { createSimulatedHost, type SimulatedHost } from '../src/twin/simulated-host.ts';
import type { Twin } from '../src/twin/twin.ts';
import type { WorldSpec } from '../src/twin/world-spec.ts';
import { twinWorld } from './twin-world.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface TwinBench {
  readonly clock: VirtualClock;
  readonly twin: Twin;
  readonly host: SimulatedHost;
  /** The states of a target group's targets as ELBv2 tells them, in alphabetical order. */
  states(targetGroupArn: string): string[];
  /** The same with AWS's reason: `unhealthy Target.Timeout`. */
  reasons(targetGroupArn: string): string[];
  /** A group's instances as Spot tells their health, in alphabetical order. */
  health(groupId: string): string[];
}

export const BENCH_START: number = Date.UTC(2026, 0, 5, 12);

export function twinBench(spec: WorldSpec = twinWorld()): TwinBench {
  const clock = createVirtualClock(BENCH_START, 1);
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const targets = (TargetGroupArn: string): JsonObject[] => {
    const answer = twin.elbv2.describeTargetHealth({ TargetGroupArn });
    const listed = answer['TargetHealthDescriptions'] as JsonObject[];
    return listed.map((each) => each['TargetHealth'] as JsonObject);
  };
  return {
    clock,
    twin,
    host,
    states: (arn) =>
      targets(arn)
        .map(({ State }) => String(State))
        .sort(),
    reasons: (arn) =>
      targets(arn)
        .map(({ State, Reason }) => `${State} ${Reason ?? ''}`.trim())
        .sort(),
    health: (id) =>
      twin.spot
        .instanceHealthiness(id)
        .map(({ healthStatus }) => String(healthStatus))
        .sort(),
  };
}
