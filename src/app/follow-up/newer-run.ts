// Which run has worked on the same rules since: the name to give to whoever wonders why they look different.
import type { ExecutionEvent, World } from '../../execution/event.ts';
import type { Journal } from '../../execution/journal.ts';
import type { Plan } from '../../plan/plan.ts';
import { stepsOf } from '../../plan/walk.ts';
import { ruleArns } from '../rule-arns.ts';
import type { EndedRun } from './ended-run.ts';

type ReadJournal = Pick<Journal, 'list' | 'read' | 'plan'>;

/** The newest later execution in the same world that names one of the rules, in words; undefined for none. */
export function newerRun(
  journal: ReadJournal,
  { execution, started, followed }: EndedRun,
): Promise<string | undefined> {
  const images = followed.flatMap(({ promotion }) => promotion.images);
  const rules = new Set(images.map(({ ruleArn }) => ruleArn));
  return newerRunOn(journal, { execution, world: started.world, rules });
}

export interface NewerRunRequest {
  readonly execution: string;
  readonly world: World;
  readonly rules: ReadonlySet<string>;
}

/** Only one that has changed anything counts, whatever its end. */
export async function newerRunOn(
  journal: ReadJournal,
  { execution, world, rules }: NewerRunRequest,
): Promise<string | undefined> {
  for (const row of await journal.list()) {
    if (Number(row.id) <= Number(execution)) continue;
    const events = await journal.read(row.id, 0);
    const [first] = events;
    if (first?.type !== 'ExecutionStarted' || !isSame(first.world, world)) continue;
    const plan = await journal.plan(row.planHash);
    if (rulesOf(plan).some((arn) => rules.has(arn)) && hasTouched(events)) {
      return `run ${row.id} (${plan.pipeline.name}, ${endOf(events)})`;
    }
  }
  return undefined;
}

export function rulesOf(plan: Plan): readonly string[] {
  return [...stepsOf(plan.pipeline)].flatMap(({ spec }) => ruleArns(spec));
}

function hasTouched(events: readonly ExecutionEvent[]): boolean {
  return events.some((event) => event.type === 'EffectIntended' && event.changesWorld);
}

function endOf(events: readonly ExecutionEvent[]): string {
  return events.findLast((event) => event.type === 'ExecutionFinished')?.end ?? 'has not ended';
}

function isSame(one: World, other: World): boolean {
  if (one.kind === 'twin') return other.kind === 'twin' && one.url === other.url;
  return other.kind === 'aws';
}
