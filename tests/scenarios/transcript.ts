// The transcript of a scenario: one line per event worth reading, then how the world was left.
import type { ExecutionEvent, ExecutionFinished } from '../../src/execution/event.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { stageLabels } from '../../src/view/deploying-stages.ts';
import { journalLine } from '../../src/view/journal-line.ts';
import { stepNames } from '../../src/view/step-names.ts';
import type { Names } from './scenario-world.ts';
import { targetGroupsWith, type WorldState } from './world-state.ts';

export interface Transcript {
  event(event: ExecutionEvent): void;
  /** A line that stands in no journal: a fault, a word that did not count. */
  note(at: number, kind: string, text: string): void;
  end(result: ExecutionFinished, state: WorldState): void;
  text(): string;
}

export function createTranscript(
  plan: Plan,
  names: Names,
  startedAt: number,
  heading: string,
): Transcript {
  const lines = [heading];
  const name = stepNames(plan);
  const stageOf = stageLabels(plan);
  const note: Transcript['note'] = (at, kind, text) => {
    const minutes = String(Math.floor((at - startedAt) / 60_000)).padStart(4);
    const [first = '', ...more] = steady(names.readable(text)).split('\n');
    lines.push(`${minutes} min  ${kind.padEnd(7)} ${first}`.trimEnd());
    for (const line of more) lines.push(`${' '.repeat(18)}${line}`.trimEnd());
  };
  return {
    note,
    event(event) {
      const line = isWorthReading(event) ? journalLine(event, name, stageOf) : undefined;
      if (line !== undefined) note(line.at, line.kind, line.text);
    },
    end(result, state) {
      const cause = result.cause === undefined ? '' : ` (${result.cause})`;
      lines.push('', `End: ${result.end}${cause}.`, '');
      lines.push(...rulesOf(state, names), '', ...groupsOf(state));
      for (const { what, why, commands } of result.leftovers) {
        lines.push('', `Left over: ${names.readable(what)}`, `  why: ${names.readable(why)}`);
        lines.push(...commands.map((command) => `  $ ${command}`));
      }
    },
    text: () => `${lines.join('\n')}\n`,
  };
}

/** Every rung suspends and resumes the same processes: the end shows when that was forgotten. */
function isWorthReading(event: ExecutionEvent): boolean {
  return event.type !== 'EffectConfirmed' || !/^(suspend|resume) /.test(event.effect);
}

/** What was counted depends on the moment of each request; that it is near what was set does not. */
function steady(text: string): string {
  return text
    .replace(OBSERVED, (_all, set: string, before: string, seen: string) => {
      const about = Math.abs(Number(seen) - Number(set)) <= NEAR_PERCENT ? set : seen;
      return `-${set}${before}observed about ${about} %`;
    })
    .replace(/\b[1-9]\d* requests were counted/g, 'few requests were counted');
}

const OBSERVED =
  /-(\d+)((?: of [^:(]+)?(?: \([^)]*\))?: \w+, )observed ([\d.]+) % of \d+ requests/g;
const NEAR_PERCENT = 10;

function rulesOf({ rules, targetGroups }: WorldState, names: Names): readonly string[] {
  const nameOf = (arn: string): string =>
    targetGroups.find((group) => group.arn === arn)?.name ?? arn;
  return rules
    .filter(({ weights }) => Object.keys(weights).length > 0)
    .map(({ arn, weights }) => {
      const shares = Object.entries(weights).map(([group, weight]) => `${nameOf(group)} ${weight}`);
      return `${names.readable(arn)}: ${shares.join(', ')}`;
    });
}

function groupsOf(state: WorldState): readonly string[] {
  return state.groups.map((group) => {
    const { minimum, target, maximum } = group.capacity;
    const where = targetGroupsWith(state, group).map(
      (arn) => state.targetGroups.find((each) => each.arn === arn)?.name ?? arn,
    );
    const suspended = group.suspensions.map((suspension) => suspension.name);
    return [
      `${group.name} (${group.id}): wants ${target} of ${minimum} to ${maximum}`,
      `has ${group.instances.length}${where.length === 0 ? '' : ` in ${where.join(', ')}`}`,
      ...(suspended.length === 0 ? [] : [`suspended ${suspended.join(', ')}`]),
    ].join('; ');
  });
}
