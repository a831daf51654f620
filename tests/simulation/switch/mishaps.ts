// Troubles come over a story one by one, each at its moment.
import type { Fault } from '../../../src/twin/fault.ts';
import { TwinError } from '../../../src/twin/twin-error.ts';
import type { Fate } from '../process.ts';
import { abort } from './people.ts';
import type { PlayedRun, StageSet } from './stage-set.ts';
import type { Mishap } from './story.ts';
import type { Shop, Site } from './switch-world.ts';

export interface Mishaps {
  readonly fate: Fate;
  /** How late the write that is about to be sent takes effect. */
  lateByMs(): number | undefined;
  /** Reads may show for a while what was before. */
  onRuleWritten(): void;
  readonly moments: number;
}

/** A cloud's outage of one kind is over after so many times its own length. */
const LASTING = 6;
const LATE_MS = 4_000;
/** Reads show what was before a write for so long at most. */
const STALE_MS = 15_000;

export function createMishaps(set: StageSet): Mishaps {
  const waiting = [...set.story.mishaps];
  const late: number[] = [];
  const stale: number[] = [];
  let moments = 0;
  const fate: Fate = (point) => {
    // Who has no run looks for one every few seconds; those are no moments of the story.
    if (point.endsWith(' claim')) return 'go on';
    moments += 1;
    if ((waiting[0]?.at ?? Number.POSITIVE_INFINITY) > moments) return 'go on';
    const isInTurn = / at \w+$/.test(point);
    for (let index = 0; index < waiting.length; ) {
      const mishap = waiting[index];
      if (mishap === undefined || mishap.at > moments) break;
      const isOwn = mishap.what === 'kill' || mishap.what === 'freeze' || mishap.what === 'stop';
      if (isOwn && isInTurn && mishap.what !== 'kill') {
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      if (!isOwn) {
        strike(set, mishap, { late, stale });
        continue;
      }
      const { what, forMs } = mishap;
      set.tell(`${point}: ${what}${what === 'freeze' ? ` for ${forMs} ms` : ''}`);
      return what === 'freeze' ? { freezeMs: forMs } : (what as 'kill' | 'stop');
    }
    return 'go on';
  };
  return {
    fate,
    lateByMs: () => late.shift(),
    onRuleWritten: () => {
      const forMs = stale.shift();
      if (forMs === undefined) return;
      set.twin.inject({ kind: 'stale-read', operation: 'DescribeRules', forMs });
      set.onStale(forMs);
    },
    get moments() {
      return moments;
    },
  };
}

/** What waits for the next write of a rule. */
interface Armed {
  readonly late: number[];
  readonly stale: number[];
}

function strike(set: StageSet, mishap: Mishap, { late, stale }: Armed): void {
  const { what, which, forMs } = mishap;
  const run = set.runs[which % set.runs.length] as PlayedRun;
  const shop = set.shops[which % set.shops.length] as Shop;
  if (what === 'abort and restore' || what === 'abort and leave') {
    set.tell(`run ${run.index + 1}: ${what}`);
    abort(set, run, what === 'abort and restore').catch(set.onDefect);
    return;
  }
  if (what === 'late write') {
    set.tell(what);
    late.push(1 + (forMs % LATE_MS));
    return;
  }
  if (what === 'stale reads') {
    set.tell(`${what} after the next write of a rule`);
    stale.push(1 + (forMs % STALE_MS));
    return;
  }
  const fault = faultOf(set, mishap, shop);
  if (fault === undefined) return;
  try {
    set.twin.inject(fault);
  } catch (error) {
    // What it would concern is not there yet, or any more.
    if (error instanceof TwinError) return;
    throw error;
  }
  set.tell(`${what} (${shop.name})`);
  if (fault.kind === 'rule-edited') set.checks.onForeignHand(fault.ruleArn);
  set.clock.after(forMs * LASTING, () => set.twin.clearFaults());
}

const MODIFY_RULE = { service: 'elbv2', operation: 'ModifyRule' } as const;
const SPOT = { service: 'spot', operation: '*' } as const;

function faultOf(
  { story, twin }: StageSet,
  { what, forMs }: Mishap,
  { name, sites }: Shop,
): Fault | undefined {
  const [site] = sites as readonly [Site, ...Site[]];
  const isEven = forMs % 2 === 0;
  const calls = isEven ? MODIFY_RULE : SPOT;
  const times = 1 + (forMs % 5);
  const stageGroup = `${name}__STAGE__Harness`;
  switch (what) {
    case 'answer lost before':
      return { kind: 'answer-lost', when: 'before', ...calls, times: 1 };
    case 'answer lost after':
      return { kind: 'answer-lost', when: 'after', ...calls, times: 1 };
    case 'throttled writes':
      return { kind: 'throttle', ...MODIFY_RULE, times };
    case 'refused writes':
      return { kind: 'error', httpStatus: 403, code: 'AccessDenied', ...MODIFY_RULE, times };
    case 'throttled reads':
      return { kind: 'throttle', service: 'elbv2', operation: '*', times };
    case 'late metrics':
      return { kind: 'metrics-late', extraMs: forMs * 2 };
    case 'green falls ill':
      return { kind: 'failing-health', targetGroupArn: site.green };
    case 'blue falls ill':
      return { kind: 'failing-health', targetGroupArn: site.blue };
    case 'green interrupted':
      return { kind: 'interruption', groupId: stageGroup };
    case 'blue interrupted':
      return { kind: 'interruption', groupId: name };
    case 'no capacity':
      return { kind: 'shortage', groupId: isEven ? name : stageGroup };
    case 'slow boot':
      return { kind: 'slow-boot', groupId: stageGroup, extraMs: forMs * 2 };
    case 'target deregistered':
      return { kind: 'target-deregistered', targetGroupArn: isEven ? site.blue : site.green };
    case 'another hand':
      return {
        kind: 'rule-edited',
        ruleArn: isEven ? site.prodRule : site.stageRule,
        weights: { [site.blue]: forMs % 101, [site.green]: 100 - (forMs % 101) },
      };
    default:
      throw new Error(
        `nobody knows how ${what} comes about in ${story.seed} on ${twin.spec.region}`,
      );
  }
}
