// Who could have sent a request where: what weights each node knew at which time.
import type { RoutingView } from '../../src/twin/routing-view.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { BLUE, GREEN } from '../twin-world.ts';
import type { Answer } from './load-process.ts';

export interface KnownWeights {
  /** Whether every node knows exactly these weights. */
  allKnow(blue: number, green: number): boolean;
  /** The groups to which some node could send a request that was under way then. */
  possible(answer: Answer): ReadonlySet<string>;
}

interface Known {
  readonly fromMs: number;
  readonly blue: number;
  readonly green: number;
}

/** Writes down from now on, on the machine's monotonic clock. */
export function recordKnownWeights(twin: Twin): KnownWeights {
  const nodes = new Map<number, Known[]>();
  twin.onRoutingView((view) => {
    const history = nodes.get(view.node) ?? [];
    nodes.set(view.node, history);
    const fromMs = Number(process.hrtime.bigint()) / 1e6;
    history.push({ fromMs, blue: weightIn(view, BLUE), green: weightIn(view, GREEN) });
  });
  return {
    allKnow: (blue, green) =>
      [...nodes.values()].every((history) => {
        const last = history.at(-1);
        return last?.blue === blue && last.green === green;
      }),
    possible([sentMs, gotMs]) {
      const groups = new Set<string>();
      for (const history of nodes.values()) {
        history.forEach(({ fromMs, blue, green }, index) => {
          const untilMs = history[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
          if (fromMs > gotMs || untilMs < sentMs) return;
          if (blue > 0) groups.add('blue');
          if (green > 0) groups.add('green');
        });
      }
      return groups;
    },
  };
}

function weightIn(view: RoutingView, arn: string): number {
  const action = view.listeners[0]?.rules[0]?.action;
  if (action?.type !== 'forward') return 0;
  return action.targetGroups.find((group) => group.arn === arn)?.weight ?? 0;
}
