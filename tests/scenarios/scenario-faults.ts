// Faults in the words of a scenario: rules and target groups by name, each at the moment it waits for.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { Fault } from '../../src/twin/fault.ts';
import { parseFault } from '../../src/twin/http/parse-fault.ts';
import { eventFits } from './event-pattern.ts';
import type { FaultSpec } from './scenario.ts';
import type { Names } from './scenario-world.ts';

export interface DueFault {
  readonly fault: Fault;
  readonly text: string;
}

/** Each fault comes once, in the first run that reaches its moment. */
export function createFaultSchedule(
  specs: readonly FaultSpec[],
  names: Names,
): { due(event: ExecutionEvent): readonly DueFault[]; left(): readonly string[] } {
  const waiting = new Set(specs);
  return {
    due(event) {
      const due = [...waiting].filter(({ when }) => eventFits(when, event));
      for (const each of due) waiting.delete(each);
      return due.map(({ fault }) => ({ fault: faultOf(fault, names), text: textOf(fault) }));
    },
    left: () => [...waiting].map(({ when }) => when),
  };
}

/**
 * `rule` with `weights` (sticky for `stickySeconds`), and `targetGroup`, are names; everything else is
 * as the twin takes it.
 */
function faultOf(given: JsonObject, names: Names): Fault {
  const { rule, weights, stickySeconds, targetGroup, ...kept } = given;
  const fault = {
    ...kept,
    ...(typeof rule === 'string' && { ruleArn: names.arn(rule) }),
    ...(typeof targetGroup === 'string' && { targetGroupArn: names.arn(targetGroup) }),
    ...(isJsonObject(weights) && { actions: [forwardTo(weights, stickySeconds, names)] }),
  };
  const parsed = parseFault(fault);
  if (parsed.ok) return parsed.fault;
  throw new Error(parsed.message);
}

function forwardTo(weights: JsonObject, stickySeconds: Json | undefined, names: Names): JsonObject {
  const targetGroups = Object.entries(weights).map(([name, weight]) => ({
    TargetGroupArn: names.arn(name),
    Weight: weight as number,
  }));
  const sticky = {
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: Number(stickySeconds) },
  };
  const more = stickySeconds === undefined ? {} : sticky;
  return { Type: 'forward', ForwardConfig: { TargetGroups: targetGroups, ...more } };
}

function textOf({ kind, ...rest }: JsonObject): string {
  const details = Object.entries(rest).map(([key, value]) =>
    isJsonObject(value)
      ? Object.entries(value)
          .map((pair) => pair.join(' '))
          .join(', ')
      : key === 'times' || key === 'httpStatus'
        ? `${key} ${String(value)}`
        : String(value),
  );
  return [kind, ...details].join(', ');
}
