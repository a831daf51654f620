// A scenario as it is played on a running twin: each happening once, at its moment.
import type { Clock } from '../../lib/clock.ts';
import { parseFault } from '../../twin/http/parse-fault.ts';
import type { ListenerView, RoutingView } from '../../twin/routing-view.ts';
import type { Twin } from '../../twin/twin.ts';
import { TwinError } from '../../twin/twin-error.ts';
import type { Happening, Moment } from './scenario.ts';

export interface Happened {
  readonly happening: Happening;
  /** Since the scenario began, on the twin's clock. */
  readonly afterMs: number;
  /** Why it could not happen; undefined when it did. */
  readonly refused: string | undefined;
}

export interface ScenarioPlay {
  /** How many have not happened yet. */
  left(): number;
  /** Nothing happens any more. */
  end(): void;
}

export function playScenario(options: {
  readonly twin: Pick<Twin, 'inject' | 'clearFaults' | 'onRoutingView'>;
  readonly clock: Clock;
  readonly happenings: readonly Happening[];
  readonly happened: (happened: Happened) => void;
}): ScenarioPlay {
  const { twin, clock, happenings } = options;
  const startedAt = clock.now();
  const waiting = new Set(happenings);
  const cancels: (() => void)[] = [];
  const makeHappen = (happening: Happening): void => {
    waiting.delete(happening);
    const refused = act(twin, happening);
    options.happened({ happening, afterMs: clock.now() - startedAt, refused });
  };
  for (const happening of happenings) {
    const { moment } = happening;
    if (moment.kind === 'at') {
      cancels.push(clock.after(moment.atMs, () => makeHappen(happening)));
      continue;
    }
    let isMet = false;
    const stop = twin.onRoutingView((view) => {
      if (isMet || !routesSo(view, moment)) return;
      isMet = true;
      cancels.push(clock.after(moment.afterMs, () => makeHappen(happening)));
    });
    cancels.push(stop);
  }
  return {
    left: () => waiting.size,
    end() {
      for (const cancel of cancels) cancel();
    },
  };
}

function act(twin: Pick<Twin, 'inject' | 'clearFaults'>, { what }: Happening): string | undefined {
  if (what.kind === 'clear') {
    twin.clearFaults();
    return undefined;
  }
  const parsed = parseFault(what.fault);
  if (!parsed.ok) return parsed.message;
  try {
    twin.inject(parsed.fault);
    return undefined;
  } catch (error) {
    if (error instanceof TwinError) return error.message;
    throw error;
  }
}

function routesSo(
  { listeners }: RoutingView,
  moment: Extract<Moment, { readonly kind: 'when' }>,
): boolean {
  return listeners.some((listener) =>
    listener.rules.some((rule) => {
      const { arn, action } = rule;
      if (arn !== moment.rule && placeOf(listener, rule) !== moment.rule) return false;
      if (action.type !== 'forward') return false;
      return action.targetGroups.some(
        (each) => isNamed(each.arn, moment.targetGroup) && each.weight === moment.weight,
      );
    }),
  );
}

/** `80/10`, `80/default`. */
function placeOf({ port }: ListenerView, rule: ListenerView['rules'][number]): string {
  return `${port}/${rule.priority || 'default'}`;
}

function isNamed(arn: string, word: string): boolean {
  return arn === word || arn.split(':targetgroup/')[1]?.split('/')[0] === word;
}
